package io.duality.boot;

/**
 * A reader's copy of one borrowed connection; filled again and again by {@link Borrows#read}. Call
 * {@link #clear} after use: it names the application's objects.
 */
public final class OpenLoan {
  /** What the pool keeps for the connection; null when it was collected without being returned. */
  public Object connection;

  /** Whether what was handed out is garbage: nobody can return it any more. */
  public boolean lost;

  /** The pool, or null when it is gone. */
  public Object pool;

  /** Who borrowed it, or null when that thread has ended. */
  public Thread borrower;

  /** The borrower's id, also when it has ended. */
  public long borrowerId;

  /** The name of a borrower that has ended, else null. */
  public String borrowerName;

  /**
   * The frames of the borrow, as {@code StackWalker} gave them, the innermost first; null when they
   * were not taken, because the connection had been borrowed just before.
   */
  public Object[] frames;

  /** Whether {@link #trace} was the borrower's at the time. */
  public boolean traced;

  /** The trace that the borrower worked for. */
  public final TraceIds trace = new TraceIds();

  /** {@code System.nanoTime} of the borrow. */
  public long sinceNanos;

  /** Forgets everything. */
  public void clear() {
    connection = null;
    pool = null;
    borrower = null;
    borrowerName = null;
    frames = null;
  }
}
