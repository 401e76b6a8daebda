package io.duality.engine.vitals;

/**
 * Puts the times of the flight recorder's events on the clock of {@code System.nanoTime}. The
 * recorder tells times of the wall clock as it was when the present chunk began: after a step of
 * that clock, by whoever sets it or after a machine slept, all of its events are off by the step
 * until the next chunk. So offsets of before are remembered, and the one counts by which an event
 * came soonest after its end. In nanoseconds; for one thread.
 */
final class EventClock {
  private static final int REMEMBERED = 4;

  /** Below this a clock is slewed, not set. */
  private static final long STEP_NANOS = 100_000_000L;

  /** Two readings that far apart say nothing exact of the clock between them. */
  private static final long EXACT_NANOS = 5_000_000L;

  /** Clocks are that exact: an event may seem to end so long after it was heard of. */
  private static final long EARLY_NANOS = 50_000_000L;

  private final long[] offsets = new long[REMEMBERED];
  private int known;

  /** Reads both clocks; what was read of one before and after the other. */
  void read(long nanosBefore, long wall, long nanosAfter) {
    long offset = wall - nanosBefore - (nanosAfter - nanosBefore) / 2;
    if (known == 0) {
      offsets[0] = offset;
      known = 1;
    } else if (nanosAfter - nanosBefore < EXACT_NANOS) {
      if (Math.abs(offset - offsets[0]) > STEP_NANOS) {
        System.arraycopy(offsets, 0, offsets, 1, REMEMBERED - 1);
        known = Math.min(REMEMBERED, known + 1);
      }
      offsets[0] = offset;
    }
  }

  /**
   * When an event began.
   *
   * @param wall when it did, as the recorder says
   * @param duration how long it took
   * @param now when it is heard of, on the clock that is asked for
   */
  long began(long wall, long duration, long now) {
    long soonest = Long.MAX_VALUE;
    long began = wall - offsets[0];
    for (int i = 0; i < known; i++) {
      long start = wall - offsets[i];
      long late = now - start - duration;
      if (late >= -EARLY_NANOS && late < soonest) {
        soonest = late;
        began = start;
      }
    }
    // Nothing is heard of before it ends.
    return now - began - duration < 0 ? now - duration : began;
  }
}
