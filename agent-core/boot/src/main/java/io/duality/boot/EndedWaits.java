package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last ended waits that were long enough to remember. Writers never wait; a reader that is
 * slower than {@link #CAPACITY} waits loses the oldest and can count them by their numbers.
 */
public final class EndedWaits {
  /** How many are kept. */
  public static final int CAPACITY = 4096;

  private static final AtomicReferenceArray<Ended> RING = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLong NEXT = new AtomicLong();

  private EndedWaits() {}

  /** One ended wait; names only, nothing of the application is kept alive. */
  public static final class Ended {
    /** The first is 0, each next one is one more. */
    public final long number;

    public final long threadId;
    public final String threadName;

    /** The resource's name, or null when it has none. */
    public final String resource;

    public final String className;
    public final int identity;

    /** One of {@link Op}. */
    public final int op;

    /** {@code System.nanoTime} of the first park. */
    public final long sinceNanos;

    public final long waitNanos;

    /** One of {@link Op}'s outcomes. */
    public final int outcome;

    /** What the thread worked for; all zero for nothing known. */
    public final TraceIds trace;

    /** Who held it when the wait began; 0 when nobody or not known. */
    public final long holderId;

    /** The name of that thread, or null. */
    public final String holderName;

    /** What that thread worked for when the wait ended, or null. */
    public final TraceIds holderTrace;

    Ended(
        long number,
        Thread thread,
        String resource,
        Object blocker,
        int op,
        long sinceNanos,
        long waitNanos,
        int outcome,
        TraceIds trace,
        Thread holder,
        TraceIds holderTrace) {
      this.number = number;
      this.threadId = Peek.threadId(thread);
      this.threadName = thread.getName();
      this.resource = resource;
      this.className = blocker.getClass().getName();
      this.identity = System.identityHashCode(blocker);
      this.op = op;
      this.sinceNanos = sinceNanos;
      this.waitNanos = waitNanos;
      this.outcome = outcome;
      this.trace = trace;
      this.holderId = holder == null ? 0 : Peek.threadId(holder);
      this.holderName = holder == null ? null : holder.getName();
      this.holderTrace = holderTrace;
    }
  }

  static Ended add(
      Thread thread,
      String resource,
      Object blocker,
      int op,
      long sinceNanos,
      long waitNanos,
      int outcome,
      TraceIds trace,
      Thread holder,
      TraceIds holderTrace) {
    long number = NEXT.getAndIncrement();
    Ended ended =
        new Ended(
            number,
            thread,
            resource,
            blocker,
            op,
            sinceNanos,
            waitNanos,
            outcome,
            trace,
            holder,
            holderTrace);
    int place = (int) (number & (CAPACITY - 1));
    Ended before = RING.getAcquire(place);
    // A writer that was overtaken by a whole round must not replace what is newer.
    while ((before == null || before.number < number)
        && !RING.compareAndSet(place, before, ended)) {
      before = RING.getAcquire(place);
    }
    return ended;
  }

  /** Runs once what a hook will run, so that nothing is loaded or linked inside a wait. */
  static void warm(Thread thread, Object blocker) {
    Ended ended = new Ended(-1, thread, null, blocker, 0, 0, 0, 0, null, thread, null);
    RING.getAcquire(0);
    RING.compareAndSet(0, null, null);
    NEXT.compareAndSet(ended.number, ended.number);
  }

  /** The number that the next ended wait will get. */
  public static long next() {
    return NEXT.get();
  }

  /**
   * The ended wait with this number, or null: overwritten when it is {@link #CAPACITY} or more
   * behind {@link #next}, else being written this instant.
   */
  public static Ended get(long number) {
    Ended ended = RING.getAcquire((int) (number & (CAPACITY - 1)));
    return ended != null && ended.number == number ? ended : null;
  }
}
