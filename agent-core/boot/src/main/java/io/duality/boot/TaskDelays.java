package io.duality.boot;

/**
 * How long tasks waited for a worker within the last minute: counts by size, an eighth to a quarter
 * apart, in windows of twelve seconds. Writers do not wait for each other, and may lose a count.
 */
final class TaskDelays {
  private static final int WINDOWS = 6;
  private static final long WINDOW_NANOS = 12_000_000_000L;
  private static final int PARTS = 2;

  /** Up to 2^45 ns, which is nine hours. */
  private static final int SIZES = 46 << PARTS;

  private volatile int[] counts;
  private final long[] longest = new long[WINDOWS];
  private volatile int window;
  private long begun;

  void add(long nanos) {
    int[] all = counts;
    if (all == null) {
      all = new int[WINDOWS * SIZES];
      counts = all; // of two that are made at once one is lost, with a count or two
    }
    int at = window;
    all[at * SIZES + index(nanos)]++;
    if (nanos > longest[at]) {
      longest[at] = nanos;
    }
  }

  private static int index(long nanos) {
    if (nanos < 1 << PARTS) {
      return (int) Math.max(0, nanos);
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    int part = (int) (nanos >>> (exponent - PARTS)) & ((1 << PARTS) - 1);
    return Math.min(SIZES - 1, ((exponent - PARTS + 1) << PARTS) + part);
  }

  /** The smallest size that is counted at an index. */
  private static long size(int index) {
    if (index < 1 << PARTS) {
      return index;
    }
    int exponent = (index >>> PARTS) + PARTS - 1;
    return (1L << exponent) | ((long) (index & ((1 << PARTS) - 1)) << (exponent - PARTS));
  }

  void tick(long now) {
    if (begun == 0) {
      begun = now;
    }
    int[] all = counts;
    while (now - begun >= WINDOW_NANOS) {
      begun = now - begun > WINDOWS * WINDOW_NANOS ? now - WINDOWS * WINDOW_NANOS : begun;
      begun += WINDOW_NANOS;
      int next = (window + 1) % WINDOWS;
      longest[next] = 0;
      for (int i = 0; all != null && i < SIZES; i++) {
        all[next * SIZES + i] = 0;
      }
      window = next;
    }
  }

  void read(TaskCounts into) {
    into.delays = 0;
    into.delayMedianNanos = 0;
    into.delayP99Nanos = 0;
    into.delayMaxNanos = 0;
    int[] all = counts;
    if (all == null) {
      return;
    }
    for (int i = 0; i < all.length; i++) {
      into.delays += all[i];
    }
    for (int i = 0; i < WINDOWS; i++) {
      into.delayMaxNanos = Math.max(into.delayMaxNanos, longest[i]);
    }
    into.delayMedianNanos = Math.min(into.delayMaxNanos, quantile(all, (into.delays + 1) / 2));
    into.delayP99Nanos =
        Math.min(into.delayMaxNanos, quantile(all, into.delays - into.delays / 100));
  }

  private static long quantile(int[] all, long rank) {
    long sum = 0;
    for (int i = 0; i < SIZES; i++) {
      for (int at = 0; at < WINDOWS; at++) {
        sum += all[at * SIZES + i];
      }
      if (sum >= rank && sum > 0) {
        return size(i);
      }
    }
    return 0;
  }
}
