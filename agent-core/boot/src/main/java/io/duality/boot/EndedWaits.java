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
    public final long number;
    public final long threadId;
    public final String threadName;
    public final String resource;
    public final String className;
    public final int identity;
    public final int op;
    public final long sinceNanos;
    public final long waitNanos;
    public final int outcome;
    public final TraceIds trace;

    Ended(
        long number,
        Thread thread,
        String resource,
        String className,
        int identity,
        int op,
        long sinceNanos,
        long waitNanos,
        int outcome,
        TraceIds trace) {
      this.number = number;
      this.threadId = Peek.threadId(thread);
      this.threadName = thread.getName();
      this.resource = resource;
      this.className = className;
      this.identity = identity;
      this.op = op;
      this.sinceNanos = sinceNanos;
      this.waitNanos = waitNanos;
      this.outcome = outcome;
      this.trace = trace;
    }
  }

  static void add(
      Thread thread,
      String resource,
      String className,
      int identity,
      int op,
      long sinceNanos,
      long waitNanos,
      int outcome,
      TraceIds trace) {
    long number = NEXT.getAndIncrement();
    RING.setRelease(
        (int) (number & (CAPACITY - 1)),
        new Ended(
            number,
            thread,
            resource,
            className,
            identity,
            op,
            sinceNanos,
            waitNanos,
            outcome,
            trace));
  }

  /** The number that the next ended wait will get. */
  public static long next() {
    return NEXT.get();
  }

  /** The ended wait with this number, or null when it is overwritten or not yet written. */
  public static Ended get(long number) {
    Ended ended = RING.getAcquire((int) (number & (CAPACITY - 1)));
    return ended != null && ended.number == number ? ended : null;
  }
}
