package io.duality.engine.run;

import io.duality.engine.context.Activities;
import io.duality.engine.detect.Detectors;
import io.duality.engine.detect.Round;
import io.duality.engine.vitals.VitalSigns;
import io.duality.model.EndedWait;
import io.duality.model.SpanSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the detectors may know of a round without a look; of spans only what they ask for. */
final class Rounds {
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Parts parts;
  private final VitalSigns vitals;
  private long staleAt;

  Rounds(Parts parts, VitalSigns vitals) {
    this.parts = parts;
    this.vitals = vitals;
  }

  Round read(long now, List<EndedWait> ended, Detectors detectors) {
    Activities activities = parts.contexts().activities();
    List<SpanSeen> spans = new ArrayList<>();
    long age = spanAge(now, detectors);
    if (age >= 0) {
      for (Activities.OpenSpan span : activities.olderThan(age, now)) {
        if (span.name() != null) {
          spans.add(new SpanSeen(span.spanId(), span.name(), span.startNanos()));
        }
      }
    }
    Map<String, Long> begun = detectors.spanNames() ? activities.lastBegun() : Map.of();
    return new Round(now, ended, spans, begun, vitals.read(now), parts.metrics().values());
  }

  /** How old the spans have to be that this round names; negative when it names none. */
  private long spanAge(long now, Detectors detectors) {
    long age = detectors.oldestSpans();
    if (detectors.staleSpans() < 0 || now - staleAt < STALE_NANOS) {
      return age;
    }
    staleAt = now;
    return age < 0 ? detectors.staleSpans() : Math.min(age, detectors.staleSpans());
  }
}
