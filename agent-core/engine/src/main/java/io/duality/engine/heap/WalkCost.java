package io.duality.engine.heap;

/**
 * Predicts how long a walk of the heap stops the application, by what the walks before cost. A walk
 * that had to wait for a processor took longer than it costs: what it took from the application is
 * what it used. A small heap says little of the speed, so it counts by its bytes. Pure.
 */
final class WalkCost {
  /** What is believed before a walk: 2 GiB a second; measured were 2.1 to 5. */
  private static final double FIRST_BYTES = 64 << 20;

  private static final double FIRST_NANOS = FIRST_BYTES * 1e9 / (2L << 30);

  /** What a walk takes at least: the safepoint and the table. */
  private static final double LEAST_NANOS = 5e6;

  /** No machine walks faster: 32 GiB a second. */
  private static final double FASTEST = (32L << 30) / 1e9;

  private static final double CAUTION = 1.25;

  private double bytes;
  private double nanos;

  /**
   * A walk was made.
   *
   * @param walked bytes of the objects that it met
   * @param cost nanoseconds that it took from the application
   */
  synchronized void measured(long walked, long cost) {
    bytes = bytes / 2 + walked; // what was long ago counts less
    nanos = nanos / 2 + Math.max(cost - LEAST_NANOS, walked / FASTEST);
  }

  /** How long a walk over so many bytes will stop the application, in milliseconds. */
  synchronized double millis(long toWalk) {
    return (LEAST_NANOS + CAUTION * toWalk * (FIRST_NANOS + nanos) / (FIRST_BYTES + bytes)) / 1e6;
  }
}
