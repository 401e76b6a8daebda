package io.duality.engine.vitals;

import java.util.Arrays;

/** How often one activity or one thread met the same error, and how the pauses between them are. */
final class Tries {
  private static final double WIDER = 1.3;

  /** How many of the last pauses are looked at for a steady one. */
  private static final int KEPT = 16;

  /** So many in a row are a loop. */
  private static final int LEAST = 8;

  /** Pauses of a loop are alike, but for a busy machine: few are so many times the middle one. */
  private static final long ALIKE = 4;

  private final long[] gaps = new long[KEPT];
  private final String thread;
  private final long first;
  private long count;
  private long last;
  private long gap;
  private long wider;
  private String peer = "";

  Tries(String thread, long nanos) {
    this.thread = thread;
    this.first = nanos;
  }

  void add(long nanos, String reached) {
    if (count > 0) {
      long next = nanos - last;
      if (gap > 0 && next > WIDER * gap) {
        wider++;
      }
      gap = next;
      gaps[(int) ((count - 1) % KEPT)] = next;
    }
    count++;
    last = nanos;
    peer = reached.isEmpty() ? peer : reached;
  }

  /** Most gaps are longer than the one before: that is a back-off. */
  boolean widens() {
    return count > 2 && 3 * wider >= 2 * (count - 2);
  }

  /** Whether it still goes on, in pauses that are alike and do not grow. */
  boolean loops(long now) {
    if (count < LEAST || widens() || now - last > 3 * periodNanos() + 3_000_000_000L) {
      return false;
    }
    int kept = (int) Math.min(KEPT, count - 1);
    long usual = periodNanos();
    int alike = 0;
    for (int i = 0; i < kept; i++) {
      alike += gaps[i] <= ALIKE * usual ? 1 : 0;
    }
    return 4 * alike >= 3 * kept;
  }

  /** The middle one of the last pauses: a late one among them says nothing. */
  long periodNanos() {
    int kept = (int) Math.min(KEPT, count - 1);
    if (kept < 1) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(gaps, kept);
    Arrays.sort(sorted);
    return Math.max(1, sorted[kept / 2]);
  }

  String thread() {
    return thread;
  }

  String peer() {
    return peer;
  }

  long count() {
    return count;
  }

  long firstNanos() {
    return first;
  }

  long lastNanos() {
    return last;
  }
}
