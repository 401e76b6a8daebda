package io.duality.engine.detect;

import io.duality.model.EndedWait;
import io.duality.model.SpanSeen;
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
 */
public record Round(
    long nanos, List<EndedWait> ended, List<SpanSeen> spans, Map<String, Long> begun) {
  public Round {
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(spans, "spans");
    Objects.requireNonNull(begun, "begun");
  }

  /** A round in which nothing ended and no span is old. */
  public static Round at(long nanos) {
    return new Round(nanos, List.of(), List.of(), Map.of());
  }
}
