package io.duality.engine.heap;

import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How fast a leak has to be explained: a heap that is full soon leaves no time for comparisons that
 * are far apart. Pure; for one thread.
 */
final class Haste {
  private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Four comparisons fit into what is left, and a class that grows is larger in each. */
  private static final int COMPARISONS = 4;

  /** Comparisons stop the application for one hundredth of the time at most. */
  private static final long PAUSE_SHARE = 100;

  private final DoubleSupplier pauseMillis;
  private long left = Vitals.UNKNOWN;

  /**
   * @param pauseMillis how long a comparison stops the application
   */
  Haste(DoubleSupplier pauseMillis) {
    this.pauseMillis = pauseMillis;
  }

  /**
   * Takes a reading.
   *
   * @param exhausted after how many nanoseconds each kind of memory is used up
   */
  void see(Map<String, Long> exhausted) {
    left = exhausted.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN);
  }

  /** Whether the heap is full before comparisons at leisure have shown anything. */
  boolean isDue() {
    return left >= 0 && left < COMPARISONS * APART_NANOS;
  }

  /** How far apart the comparisons of a suspicion are. */
  long apartNanos() {
    if (!isDue()) {
      return APART_NANOS;
    }
    long pauses = (long) (PAUSE_SHARE * pauseMillis.getAsDouble() * 1e6);
    return Math.min(APART_NANOS, Math.max(LEAST_NANOS, Math.max(pauses, left / COMPARISONS)));
  }

  /** For so long a count waits for a collection that happens by itself, since it counts garbage. */
  long patienceNanos() {
    return apartNanos() * 2 / 3;
  }
}
