package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One connection of a pool, for as long as it lives, and who has it. Written by whoever borrows or
 * returns it, which the pool allows to one thread at a time; read by the watcher.
 *
 * <p>{@code since} is not zero while it is borrowed: written last when that begins and first when
 * it ends, with a fence in between.
 */
final class Loan extends WeakReference<Object> {
  /** A borrower's frames and trace are noted once in this time per connection, on average. */
  private static final long NOTED_EACH_NANOS = 1_000_000;

  /** So much of that may be saved up: pools borrow from themselves while they are made. */
  private static final long SAVED_NANOS = 4 * NOTED_EACH_NANOS;

  private static final AtomicReferenceFieldUpdater<Loan, Thread> BORROWER =
      AtomicReferenceFieldUpdater.newUpdater(Loan.class, Thread.class, "borrower");

  /** Weak as well: the pool may be gone before its connections are. */
  private final WeakReference<Object> pool;

  private final TraceIds trace = new TraceIds();
  private long since;
  private volatile Thread borrower;
  private long borrowerId;
  private String ended;
  private Object[] frames;
  private long noted;
  private boolean traced;

  /** What was handed out, when the frames were noted too. */
  private WeakReference<Object> handle;

  Loan(Object connection, Object pool, long now) {
    super(connection);
    this.pool = new WeakReference<>(pool);
    this.noted = now - SAVED_NANOS;
  }

  boolean isOpen() {
    return since != 0;
  }

  void open(Thread self, Object handed, long now, TraceReader reader) {
    if (since != 0) {
      if (borrower == self) {
        return; // one borrow that goes through two methods
      }
      close();
    }
    borrowerId = Peek.threadId(self);
    BORROWER.lazySet(this, self);
    if (now - noted >= NOTED_EACH_NANOS) {
      noted = Math.max(noted + NOTED_EACH_NANOS, now - SAVED_NANOS + NOTED_EACH_NANOS);
      frames = BorrowFrames.take();
      traced = reader != null && reader.read(self, trace);
      handle = handed == null ? null : new WeakReference<>(handed);
    }
    Peek.storeFence();
    since = now == 0 ? 1 : now;
  }

  void close() {
    since = 0;
    Peek.storeFence();
    BORROWER.lazySet(this, null);
    if (frames != null) {
      frames = null;
      handle = null;
    }
    if (ended != null) {
      ended = null;
    }
    traced = false;
  }

  /** Copies it; false when it is not borrowed, or changed meanwhile. */
  boolean read(OpenLoan into) {
    long before = since;
    if (before == 0) {
      return false;
    }
    Peek.loadFence();
    into.connection = get();
    into.pool = pool.get();
    into.borrower = borrower;
    into.borrowerId = borrowerId;
    into.borrowerName = ended;
    into.frames = frames;
    WeakReference<Object> handed = handle;
    into.lost = into.connection == null || (handed != null && handed.refersTo(null));
    into.traced = traced;
    into.trace.traceHigh = trace.traceHigh;
    into.trace.traceLow = trace.traceLow;
    into.trace.span = trace.span;
    into.trace.sampled = trace.sampled;
    into.sinceNanos = before;
    Peek.loadFence();
    return since == before;
  }

  /** Lets go of a borrower that has ended, but for its name. */
  void forgetEnded() {
    Thread dead = borrower;
    if (since != 0 && dead != null && Peek.state(dead) == Thread.State.TERMINATED) {
      ended = dead.getName();
      BORROWER.compareAndSet(this, dead, null); // else it was returned meanwhile
    }
  }
}
