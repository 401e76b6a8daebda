package io.duality.boot;

/**
 * A reader's copy of one open wait; filled again and again by {@link Slots#read}. Call {@link
 * #clear} after use: it names the application's objects.
 */
public final class OpenSlot {
  /** Who waits. */
  public Thread thread;

  /** The object waited for: a synchronizer, a condition, a future, … */
  public Object blocker;

  /** The queue whose condition is awaited, or null. */
  public Object queue;

  /** One of {@link Op}. */
  public int op;

  /** {@code System.nanoTime} of the first park. */
  public long sinceNanos;

  /** After how long it gives up, 0 when never. */
  public long timeoutNanos;

  /** Whether an interrupt ends it. */
  public boolean interruptible;

  /** Who held the synchronizer when the wait opened, or null when nobody or not known. */
  public Thread holder;

  /** Whether {@link #holder} is the first of the readers of a read-write lock. */
  public boolean heldByReaders;

  /**
   * The condition that was awaited before, when the thread now waits to get that condition's lock
   * back; else null.
   */
  public Object signalled;

  /** Forgets everything. */
  public void clear() {
    thread = null;
    blocker = null;
    queue = null;
    holder = null;
    signalled = null;
  }
}
