package io.duality.engine.detect;

import io.duality.model.EndedWait;
import io.duality.model.SpanSeen;
import io.duality.model.Vitals;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one round of the watch knows without a look.
 *
 * @param nanos when, on the clock of {@link io.duality.model.Look#nanos()}
 * @param ended the waits that ended since the round before
 * @param spans open spans that are old enough for {@link Detectors#oldestSpans()}, oldest first
 * @param begun when a span of each name was last begun, when {@link Detectors#spanNames()} asks
 * @param vitals how the process as a whole is, read anew about once a second; null in the rounds
 *     between
 * @param metrics what metric triggers compare, by name; what is missing is not known
 */
public record Round(
    long nanos,
    List<EndedWait> ended,
    List<SpanSeen> spans,
    Map<String, Long> begun,
    Vitals vitals,
    Map<String, Double> metrics) {
  public Round {
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(spans, "spans");
    Objects.requireNonNull(begun, "begun");
    metrics = Map.copyOf(metrics);
  }

  /** A round without a new reading of the vitals. */
  public Round(long nanos, List<EndedWait> ended, List<SpanSeen> spans, Map<String, Long> begun) {
    this(nanos, ended, spans, begun, null, Map.of());
  }

  /** A round in which nothing ended and no span is old. */
  public static Round at(long nanos) {
    return new Round(nanos, List.of(), List.of(), Map.of());
  }
}
