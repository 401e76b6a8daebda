package io.duality.engine.heap;

/**
 * Which trace each thread worked for, as far back as there is room: what {@code duality.Context}
 * told inside investigation windows. A ring of numbers of fixed size; times are the recorder's
 * ticks, so that they compare with those of its own events.
 */
final class ContextHistory {
  /** An answer: nobody saw what the thread did at that time. */
  static final Moment UNSEEN = new Moment(0, 0, 0, false, -1, -1, false);

  private static final int FIELDS = 7;
  private static final int THREAD = 0;
  private static final int TICKS = 1;
  private static final int HIGH = 2;
  private static final int LOW = 3;
  private static final int NAME = 4;
  private static final int SPAN = 5;
  private static final int SAMPLED = 6;

  /** In place of a thread: from then on nothing was seen, or it was seen again. */
  private static final long CLOSED = -1;

  private static final long OPENED = -2;

  private long[] ring = {};
  private final int most;
  private int capacity;
  private long written;

  /**
   * What a thread worked for.
   *
   * @param high the trace's first half; 0 with {@code low} for none
   * @param low its second half
   * @param span the innermost span
   * @param sampled whether the tracing backend was told to keep it
   * @param spanNameId of that span; negative when not known
   * @param nameId of the first span of the trace that is remembered; negative when not known
   * @param seen whether that is known at all
   */
  record Moment(
      long high, long low, long span, boolean sampled, int spanNameId, int nameId, boolean seen) {
    boolean traced() {
      return high != 0 || low != 0;
    }
  }

  /**
   * @param most changes that it remembers, when it is begun with enough memory
   */
  ContextHistory(int most) {
    this.most = most;
  }

  /**
   * Takes its memory, before something is investigated. Memory is short then: what did not fit must
   * not be asked for again and again, by each change, in the middle of the application's work.
   *
   * @param bytes how much it may take
   */
  synchronized void begin(long bytes) {
    if (ring.length == 0) {
      capacity = (int) Math.max(0, Math.min(most, bytes / FIELDS / Long.BYTES));
      ring = new long[capacity * FIELDS];
    }
  }

  synchronized void changed(
      long threadId, long ticks, long high, long low, long span, boolean sampled, int nameId) {
    if (ring.length == 0) {
      return; // it was not begun, or there was no room for it
    }
    int at = (int) (written % capacity) * FIELDS;
    ring[at + THREAD] = threadId;
    ring[at + TICKS] = ticks;
    ring[at + HIGH] = high;
    ring[at + LOW] = low;
    ring[at + NAME] = nameId;
    ring[at + SPAN] = span;
    ring[at + SAMPLED] = sampled ? 1 : 0;
    written++;
  }

  void opened(long ticks) {
    changed(OPENED, ticks, 0, 0, 0, false, -1);
  }

  void closed(long ticks) {
    changed(CLOSED, ticks, 0, 0, 0, false, -1);
  }

  synchronized void forget() {
    written = 0;
  }

  /** What the thread worked for at that time. */
  synchronized Moment at(long threadId, long ticks) {
    int known = (int) Math.min(written, capacity);
    int best = -1;
    long marked = Long.MIN_VALUE;
    boolean open = false;
    for (int i = 0; i < known; i++) {
      int at = i * FIELDS;
      long when = ring[at + TICKS];
      if (when > ticks) {
        continue;
      }
      long who = ring[at + THREAD];
      if (who == threadId && (best < 0 || when >= ring[best + TICKS])) {
        best = at;
      } else if ((who == CLOSED || who == OPENED) && when > marked) {
        marked = when;
        open = who == OPENED;
      }
    }
    if (best < 0 || ring[best + TICKS] < marked) {
      return UNSEEN; // it may have begun before the window, or in a hole of it
    }
    if (marked != Long.MIN_VALUE && !open) {
      return UNSEEN;
    }
    long high = ring[best + HIGH];
    long low = ring[best + LOW];
    return new Moment(
        high,
        low,
        ring[best + SPAN],
        ring[best + SAMPLED] != 0,
        (int) ring[best + NAME],
        high == 0 && low == 0 ? -1 : entry(known, high, low),
        true);
  }

  /** The number of the name of the first span of a trace that is remembered, or a negative one. */
  synchronized int entry(long high, long low) {
    return entry((int) Math.min(written, capacity), high, low);
  }

  /** The name of the first span of a trace: what the trace entered by, seen from this JVM. */
  private int entry(int known, long high, long low) {
    int first = -1;
    for (int i = 0; i < known; i++) {
      int at = i * FIELDS;
      if (ring[at + HIGH] == high
          && ring[at + LOW] == low
          && ring[at + NAME] >= 0
          && (first < 0 || ring[at + TICKS] < ring[first + TICKS])) {
        first = at;
      }
    }
    return first < 0 ? -1 : (int) ring[first + NAME];
  }
}
