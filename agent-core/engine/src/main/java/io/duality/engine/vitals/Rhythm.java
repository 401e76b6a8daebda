package io.duality.engine.vitals;

/** When the last ones of a kind came, and whether that is a steady rhythm. */
final class Rhythm {
  private static final int KEPT = 16;

  /** What comes at once is one arrival. */
  private static final long ONE_NANOS = 10_000_000;

  /** Standard deviation of the gaps against their mean. */
  private static final double STEADY = 0.35;

  /** A few gaps are alike by chance: the longest of them may be so many times the shortest. */
  private static final double ALIKE = 2.2;

  private static final int FEW = 12;
  private static final int LEAST = 4;

  private final long[] times = new long[KEPT];
  private int size;
  private int at;

  void add(long nanos) {
    if (size > 0 && nanos - times[(at + KEPT - 1) % KEPT] < ONE_NANOS) {
      return;
    }
    times[at] = nanos;
    at = (at + 1) % KEPT;
    size = Math.min(size + 1, KEPT);
  }

  /** How many are known, the last 16 at most. */
  int size() {
    return size;
  }

  private long time(int i) {
    return times[(at - size + i + 2 * KEPT) % KEPT];
  }

  /** The mean time between two, 0 when fewer than two are known. */
  long meanNanos() {
    return size < 2 ? 0 : (time(size - 1) - time(0)) / (size - 1);
  }

  /** Standard deviation of the times between them, as a share of the mean; negative if unknown. */
  double variation() {
    double mean = meanNanos();
    if (size < LEAST || mean <= 0) {
      return -1;
    }
    double squares = 0;
    for (int i = 1; i < size; i++) {
      double off = time(i) - time(i - 1) - mean;
      squares += off * off;
    }
    return Math.sqrt(squares / (size - 2)) / mean;
  }

  /** How many in a row came in a steady rhythm; 0 when it is none. */
  int steady() {
    double variation = variation();
    if (variation < 0 || variation >= STEADY) {
      return 0;
    }
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 1; i < size; i++) {
      shortest = Math.min(shortest, time(i) - time(i - 1));
      longest = Math.max(longest, time(i) - time(i - 1));
    }
    return size < FEW && longest > ALIKE * shortest ? 0 : size;
  }
}
