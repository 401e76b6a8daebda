package io.duality.engine.heap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Whether the process has warmed up: it has run for a while, loads hardly any classes any more, and
 * its collector has run. Pure; for one thread.
 */
final class Warmth {
  /** Collections that must have happened: the first ones are those of the start. */
  static final long COLLECTIONS = 2;

  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** More new classes than this part of all, in the calm time, are a start that goes on. */
  private static final double NEW_CLASSES = 0.02;

  private final Deque<long[]> loaded = new ArrayDeque<>();

  /**
   * Takes a reading.
   *
   * @param now on the clock of {@code System.nanoTime}
   * @param uptimeNanos how long the JVM runs
   * @param classes how many are loaded
   * @param collections how many there were
   * @param leastNanos how long the JVM has to run at least
   * @return whether the process is warm
   */
  boolean warm(long now, long uptimeNanos, long classes, long collections, long leastNanos) {
    long calm = Math.min(CALM_NANOS, leastNanos / 2);
    loaded.addLast(new long[] {now, classes});
    long[] before = null;
    while (loaded.size() > 1 && now - loaded.peekFirst()[0] >= calm) {
      before = loaded.removeFirst();
    }
    if (before == null) {
      return false;
    }
    loaded.addFirst(before);
    return uptimeNanos >= leastNanos
        && collections >= COLLECTIONS
        && classes - before[1] <= NEW_CLASSES * classes;
  }
}
