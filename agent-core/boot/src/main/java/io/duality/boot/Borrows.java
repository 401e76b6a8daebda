package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Who has which connection of which pool. The entry points of what is woven into connection pools:
 * like all hooks they never throw, never block and load no class.
 *
 * <p>A connection keeps its place from its first borrow to its end, so that a borrow and a return
 * write a few fields and allocate nothing. Connections and pools are referred to weakly. A full
 * table is counted, and what finds no place is not seen.
 */
public final class Borrows {
  /** How many connections are remembered; indexes for {@link #read} are below it. */
  public static final int CAPACITY = 1 << 14;

  /** For {@link #waits}: the wait inside says how long it lasts at most. */
  public static final long AS_INSIDE = -1;

  private static final int PROBES = 16;
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000;

  private static final AtomicReferenceArray<Loan> TABLE = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLong OVERFLOWS = new AtomicLong();
  private static volatile TraceReader traces;

  private Borrows() {}

  /** Sets how the trace of a borrower is read; null for not at all. */
  public static void readTraces(TraceReader reader) {
    traces = reader;
  }

  /**
   * Behind a borrow.
   *
   * @param connection what the pool keeps for it; null when none was to be had
   */
  public static void borrowed(Object connection, Object pool) {
    lent(null, connection, pool);
  }

  /**
   * Behind a borrow that hands out something else than the pool keeps.
   *
   * @param handle what the borrower gets; when it is garbage the connection can never be returned
   * @param connection what the pool keeps for it; null when none was to be had
   */
  public static void lent(Object handle, Object connection, Object pool) {
    if (!Hooks.armed || connection == null || pool == null) {
      return;
    }
    try {
      try {
        long now = System.nanoTime();
        Loan loan = find(connection);
        if (loan == null) {
          loan = add(connection, pool, now);
        }
        if (loan != null) {
          loan.open(Thread.currentThread(), handle, now, traces);
        }
      } catch (Throwable hidden) {
        Hooks.failed();
      }
    } catch (Throwable deeper) {
      return; // the stack is at its end; the application's own error comes next
    }
  }

  /** In front of a return, also of one that was not seen to be borrowed. */
  public static void returned(Object connection) {
    if (connection == null) {
      return;
    }
    try {
      Loan loan = find(connection);
      if (loan != null && loan.isOpen()) {
        loan.close();
      }
    } catch (Throwable deeper) {
      return; // as above
    }
  }

  /**
   * In front of the wait for a connection: until {@link #waited} the thread waits for the pool,
   * whatever it parks on inside.
   *
   * @param part what of the pool is full, such as a route; or null
   * @param millis after how long it gives up, 0 or less for never, or {@link #AS_INSIDE}
   */
  public static void waits(Object pool, Object part, long millis) {
    if (!Hooks.armed || pool == null) {
      return;
    }
    try {
      try {
        Thread self = Thread.currentThread();
        if (!Slots.isOpenFor(Slots.find(self), pool)) {
          long limit = Math.min(Math.max(millis, 0), LONGEST_MILLIS) * 1_000_000;
          Slots.announce(self, part == null ? pool : part, Op.BORROW);
          long now = System.nanoTime();
          Slots.open(Slots.find(self), self, pool, Op.BORROW, true, true, limit, now);
        }
      } catch (Throwable hidden) {
        Hooks.failed();
      }
    } catch (Throwable deeper) {
      return; // as above
    }
  }

  /** Behind that wait, however it ended. */
  public static void waited(Object pool) {
    try {
      WaitEnd.of(pool, Op.UNKNOWN);
    } catch (Throwable deeper) {
      return; // as above
    }
  }

  /** Loads and links what the hooks need, before the first of them is woven. */
  public static void warm() {
    Object connection = new Object();
    waits(connection, null, 1);
    waited(connection);
    lent(connection, connection, BorrowFrames.take());
    returned(connection);
  }

  /** How many connections found no place since the start. */
  public static long overflows() {
    return OVERFLOWS.get();
  }

  /**
   * Copies what is borrowed at an index.
   *
   * @return false when nothing is, or when it changed while it was read
   */
  public static boolean read(int index, OpenLoan into) {
    Loan loan = TABLE.getAcquire(index);
    return loan != null && loan.read(into);
  }

  /** Lets go of borrowers that have ended and of what is no more. Called by the watcher. */
  public static void sweep() {
    for (int i = 0; i < CAPACITY; i++) {
      Loan loan = TABLE.getAcquire(i);
      if (loan != null) {
        loan.forgetEnded();
      }
    }
  }

  /** Forgets a connection that was collected without being returned, once that has been told. */
  public static void forget(int index) {
    Loan loan = TABLE.getAcquire(index);
    if (loan != null && loan.refersTo(null)) {
      TABLE.compareAndSet(index, loan, null);
    }
  }

  private static int home(Object connection) {
    int hash = System.identityHashCode(connection) * 0x9E3779B9;
    return hash >>> 18;
  }

  private static Loan find(Object connection) {
    int home = home(connection);
    for (int i = 0; i < PROBES; i++) {
      Loan loan = TABLE.getAcquire((home + i) & (CAPACITY - 1));
      if (loan != null && loan.refersTo(connection)) {
        return loan;
      }
    }
    return null;
  }

  /** Takes the place of a connection that is no more; one that was never returned is told first. */
  private static Loan add(Object connection, Object pool, long now) {
    Loan added = new Loan(connection, pool, now);
    int home = home(connection);
    for (int i = 0; i < PROBES; i++) {
      int at = (home + i) & (CAPACITY - 1);
      Loan there = TABLE.getAcquire(at);
      if ((there == null || (there.refersTo(null) && !there.isOpen()))
          && TABLE.compareAndSet(at, there, added)) {
        return added;
      }
    }
    OVERFLOWS.getAndIncrement();
    return null;
  }
}
