package io.duality.engine.detect;

import java.util.Objects;

/**
 * Memory that grows with confidence.
 *
 * @param area one of the constants of {@link io.duality.model.MemorySeen}
 * @param sinceNanos when it was first suspected, on the clock of {@link
 *     io.duality.model.Look#nanos()}
 * @param used bytes that stay in use, garbage not counted as far as that is known
 * @param limit bytes, or {@link io.duality.model.Vitals#UNKNOWN}
 * @param bytesPerSecond how fast it grows
 * @param exhaustedInNanos when the limit is reached if it goes on, or {@link
 *     io.duality.model.Vitals#UNKNOWN}
 * @param confirmed whether it is an alarm, not only a suspicion
 */
public record GrowthSuspect(
    String area,
    long sinceNanos,
    long used,
    long limit,
    double bytesPerSecond,
    long exhaustedInNanos,
    boolean confirmed) {
  public GrowthSuspect {
    Objects.requireNonNull(area, "area");
  }
}
