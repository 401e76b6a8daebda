package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What last happened to tasks and pools that is worth remembering. Writers never wait; a reader
 * that is slower than {@link #CAPACITY} notes loses the oldest and can count them by their numbers.
 */
public final class TaskNotes {
  /** How many are kept. */
  public static final int CAPACITY = 2048;

  public static final int COMPLETED = 0;
  public static final int FAILED = 1;
  public static final int REJECTED = 2;
  public static final int CANCELLED = 3;

  /** A periodic task threw and will not run again. */
  public static final int STOPPED = 4;

  /** The pool's size was changed; the note's numbers are the core sizes and the maxima. */
  public static final int RESIZED = 5;

  /** The pool was shut down; its first number is how many tasks were queued. */
  public static final int SHUTDOWN = 6;

  /** The same, and nobody will do them. */
  public static final int ABANDONED = 7;

  /** Tasks that waited at least this long are noted, in nanoseconds. */
  public static volatile long minDelay = 10_000_000;

  /** Tasks that ran at least this long are noted, in nanoseconds. */
  public static volatile long minRun = 1_000_000_000;

  private static final AtomicReferenceArray<Note> RING = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLong NEXT = new AtomicLong();
  private static final AtomicLong SKIPPED = new AtomicLong();

  private TaskNotes() {}

  /** One note; but for the pool, which it holds weakly, names only. */
  public static final class Note {
    /** The first is 0, each next one is one more. */
    public final long number;

    /** The class of the pool. */
    public final String poolClass;

    /** The identity hash of the pool. */
    public final int poolIdentity;

    /** The class of the work; empty for what happens to the pool. */
    public final String className;

    /** One of the phases above. */
    public final int phase;

    /** {@code System.nanoTime} of it. */
    public final long nanos;

    /** How long the task waited for a worker, -1 when unknown. */
    public final long queueNanos;

    /** How long it ran, at least; -1 when it did not or nobody knows. */
    public final long runNanos;

    /** Who ran it, or did this to the pool or task. */
    public final long threadId;

    public final String threadName;

    /** What the thread that handed it over worked for, or null. */
    public final TraceIds trace;

    /** The id of that thread, 0 when unknown. */
    public final long submitterId;

    /** The class of what was thrown, or of the handler that rejected it; else empty. */
    public final String detail;

    /** What {@link #phase} says of its numbers. */
    public final int[] numbers;

    private final TaskPool pool;

    Note(
        long number,
        TaskPool pool,
        String className,
        int phase,
        long nanos,
        long queueNanos,
        long runNanos,
        Thread thread,
        TraceIds trace,
        long submitterId,
        String detail,
        int[] numbers) {
      this.number = number;
      this.pool = pool;
      this.poolClass = pool.className;
      this.poolIdentity = pool.hash;
      this.className = className;
      this.phase = phase;
      this.nanos = nanos;
      this.queueNanos = queueNanos;
      this.runNanos = runNanos;
      this.threadId = Peek.threadId(thread);
      this.threadName = thread.getName();
      this.trace = trace;
      this.submitterId = submitterId;
      this.detail = detail;
      this.numbers = numbers;
    }

    /** The pool, or null when it is no longer there. */
    public Object pool() {
      return pool.get();
    }
  }

  /** Notes what became of a task, unless its pool has had its share until the next tick. */
  static void add(
      TaskPool pool,
      String className,
      int phase,
      long nanos,
      long queueNanos,
      long runNanos,
      Thread thread,
      TraceIds trace,
      long submitterId,
      String detail) {
    if (!pool.notes()) {
      SKIPPED.getAndIncrement();
      return;
    }
    long number = NEXT.getAndIncrement();
    put(
        new Note(
            number,
            pool,
            className,
            phase,
            nanos,
            queueNanos,
            runNanos,
            thread,
            trace,
            submitterId,
            detail,
            null));
  }

  /** Notes what happened to a pool. */
  static void add(TaskPool pool, int phase, long nanos, int[] numbers) {
    if (!pool.notes()) {
      SKIPPED.getAndIncrement();
      return;
    }
    long number = NEXT.getAndIncrement();
    Thread self = Thread.currentThread();
    put(new Note(number, pool, "", phase, nanos, -1, -1, self, null, 0, "", numbers));
  }

  private static void put(Note note) {
    int place = (int) (note.number & (CAPACITY - 1));
    Note before = RING.getAcquire(place);
    // A writer that was overtaken by a whole round must not replace what is newer.
    while ((before == null || before.number < note.number)
        && !RING.compareAndSet(place, before, note)) {
      before = RING.getAcquire(place);
    }
  }

  /** The number that the next note will get. */
  public static long next() {
    return NEXT.get();
  }

  /** How many were not taken because their pool had had its share. */
  public static long skipped() {
    return SKIPPED.get();
  }

  /**
   * The note with this number, or null: overwritten when it is {@link #CAPACITY} or more behind
   * {@link #next}, else being written this instant.
   */
  public static Note get(long number) {
    Note note = RING.getAcquire((int) (number & (CAPACITY - 1)));
    return note != null && note.number == number ? note : null;
  }

  /** Runs once what a hook will run. */
  static void warm() {
    RING.getAcquire(0);
    RING.compareAndSet(0, null, null);
    NEXT.compareAndSet(-1, -1);
  }
}
