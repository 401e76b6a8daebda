package io.duality.engine.vitals;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How many a second, over the last five minutes. Written and asked by two threads. */
final class RateSeries {
  private static final int SECONDS = 300;

  /** The last seconds, which are not yet what is usual. */
  private static final int NOW = 6;

  /** How long something has to be watched before anything is usual. */
  private static final int LEARNED = 6;

  private final long epoch;
  private final int[] counts = new int[SECONDS];
  private long last;

  /**
   * @param epoch since when it is watched, which may be before the first one came
   */
  RateSeries(long epoch) {
    this.epoch = epoch;
  }

  private long second(long nanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nanos - epoch));
  }

  synchronized void add(long nanos, long count) {
    long second = second(nanos);
    forward(second);
    if (last - second < SECONDS) {
      counts[(int) (second % SECONDS)] += (int) Math.min(count, 100_000_000);
    }
  }

  private void forward(long second) {
    if (second - last >= SECONDS) {
      Arrays.fill(counts, 0);
      last = second;
    }
    while (last < second) {
      last++;
      counts[(int) (last % SECONDS)] = 0;
    }
  }

  /** The rate of the last full seconds. */
  synchronized double now(long nanos, int seconds) {
    long second = second(nanos);
    forward(second);
    return (double) sum(second - seconds, second) / seconds;
  }

  /** The rate of the minutes before the last seconds; negative before anything is usual. */
  synchronized double usual(long nanos) {
    long second = second(nanos);
    forward(second);
    long from = Math.max(0, second - SECONDS + 1);
    long to = second - NOW;
    return to - from < LEARNED ? -1 : (double) sum(from, to) / (to - from);
  }

  /** In how many of the last full seconds there was any. */
  synchronized int busy(long nanos, int seconds) {
    long second = second(nanos);
    forward(second);
    int busy = 0;
    for (long i = Math.max(0, second - seconds); i < second; i++) {
      busy += counts[(int) (i % SECONDS)] > 0 ? 1 : 0;
    }
    return busy;
  }

  /** How many seconds it has been watched. */
  synchronized long seconds(long nanos) {
    return second(nanos);
  }

  private long sum(long from, long to) {
    long sum = 0;
    for (long i = Math.max(0, from); i < to; i++) {
      sum += counts[(int) (i % SECONDS)];
    }
    return sum;
  }
}
