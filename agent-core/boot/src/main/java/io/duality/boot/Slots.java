package io.duality.boot;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The open waits of this process, written by the threads that wait and read by the watcher.
 *
 * <p>A thread owns a slot while it waits, and only then: idle and dead threads cost nothing, and
 * there is no per-thread state, so that no hook touches a ThreadLocal. Slots come in groups of 16;
 * a thread's id picks its group, so that finding one's own slot reads one cache line. A full group
 * is counted as an overflow, and the wait is not seen.
 *
 * <p>An owned slot is in one of three states. <i>Announced</i>: a queue is noted, nothing is parked
 * yet. <i>Open</i>: {@code since} is not zero, and readers see it. <i>Busy</i>: neither; the owner
 * is inside {@link Hooks}, and its further calls (the emission of an event may itself wait) do
 * nothing. A thread that waits inside a wait (a signalled condition gets its lock back) has an
 * inner wait in the same slot.
 *
 * <p>Memory order: {@code since} is written last when a wait opens and first when it closes, and
 * everything else is written with release in between. A reader that saw any value of a later wait
 * therefore sees a changed {@code since} when it reads that again, and gives up.
 */
public final class Slots {
  private static final int GROUP = 16;
  private static final int GROUPS = 1024;
  private static final int CAPACITY = GROUP * GROUPS;

  private static final int OP = 0xff;
  private static final int INTERRUPTIBLE = 1 << 8;
  private static final int HELD_BY_READERS = 1 << 9;

  /** After this long a slot that is still busy was left so by an error, such as the stack's end. */
  private static final long BUSY_NANOS = 1_000_000_000L;

  private static final AtomicReferenceArray<Thread> OWNER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Object> BLOCKER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Object> QUEUE = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Thread> HOLDER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLongArray SINCE = new AtomicLongArray(CAPACITY);
  private static final AtomicLongArray TIMEOUT = new AtomicLongArray(CAPACITY);
  private static final AtomicIntegerArray META = new AtomicIntegerArray(CAPACITY);
  private static final AtomicReferenceArray<Object> INNER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Thread> INNER_HOLDER =
      new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLongArray INNER_SINCE = new AtomicLongArray(CAPACITY);
  private static final AtomicIntegerArray INNER_META = new AtomicIntegerArray(CAPACITY);

  /** When the owner became busy; read and written by the owner only. */
  private static final AtomicLongArray BUSY = new AtomicLongArray(CAPACITY);

  private static final AtomicLong OVERFLOWS = new AtomicLong();

  private Slots() {}

  /** How many slots there are; indexes for {@link #read} are below it. */
  public static int capacity() {
    return CAPACITY;
  }

  /** How many waits found no slot since the start. */
  public static long overflows() {
    return OVERFLOWS.get();
  }

  /**
   * Notes which queue the current thread is about to wait for. The condition's own hook publishes
   * the wait.
   */
  static void announce(Thread self, Object queue, int op, long now) {
    int slot = find(self);
    if (slot < 0) {
      slot = claim(self);
      if (slot < 0) {
        return;
      }
    } else if (SINCE.getPlain(slot) != 0 || isBusy(slot, now)) {
      return;
    }
    META.setRelease(slot, op);
    QUEUE.setRelease(slot, queue);
  }

  /**
   * Opens a wait of the current thread, or an inner one when it already has one open.
   *
   * @param queued whether this is the wait that an announced queue was announced for
   */
  static void open(
      Thread self,
      Object blocker,
      int op,
      boolean interruptible,
      boolean queued,
      long timeoutNanos,
      long now) {
    int slot = find(self);
    if (slot < 0) {
      slot = claim(self);
      if (slot < 0) {
        return;
      }
    } else if (SINCE.getPlain(slot) != 0) {
      if (BLOCKER.getPlain(slot) != blocker && INNER_SINCE.getPlain(slot) == 0) {
        openInner(slot, blocker, op, now);
      }
      return; // a further park of a wait that is open already
    } else if (isBusy(slot, now)) {
      return;
    }
    int meta = op;
    if (QUEUE.getPlain(slot) != null) {
      if (queued) {
        meta = META.getPlain(slot) & OP;
      } else {
        QUEUE.setRelease(slot, null); // left by a condition that came true before it parked
      }
    }
    Thread holder = Holders.of(blocker);
    if (holder == null) {
      holder = Holders.reader(blocker);
      if (holder != null) {
        meta |= HELD_BY_READERS;
      }
    }
    HOLDER.setRelease(slot, holder);
    META.setRelease(slot, interruptible ? meta | INTERRUPTIBLE : meta);
    TIMEOUT.setRelease(slot, timeoutNanos);
    BLOCKER.setRelease(slot, blocker);
    SINCE.setRelease(slot, notZero(now));
  }

  private static void openInner(int slot, Object blocker, int op, long now) {
    INNER_HOLDER.setRelease(slot, Holders.of(blocker));
    INNER_META.setRelease(slot, op);
    INNER.setRelease(slot, blocker);
    INNER_SINCE.setRelease(slot, notZero(now));
  }

  /** The slot of the current thread, else -1. Costs a thread that has none one cache line. */
  static int find(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER.getPlain(i) == self) {
        return i;
      }
    }
    return -1;
  }

  static boolean isInner(int slot, Object blocker) {
    return INNER_SINCE.getPlain(slot) != 0 && INNER.getPlain(slot) == blocker;
  }

  static boolean isOuter(int slot, Object blocker) {
    return SINCE.getPlain(slot) != 0 && BLOCKER.getPlain(slot) == blocker;
  }

  static boolean isOnlyAnnounced(int slot) {
    return SINCE.getPlain(slot) == 0 && QUEUE.getPlain(slot) != null;
  }

  private static boolean isBusy(int slot, long now) {
    return QUEUE.getPlain(slot) == null && now - BUSY.getPlain(slot) < BUSY_NANOS;
  }

  static void closeInner(int slot) {
    INNER_SINCE.setRelease(slot, 0);
    INNER.setRelease(slot, null);
    INNER_HOLDER.setRelease(slot, null);
  }

  /** Withdraws the wait but keeps the slot, busy, so that hooks inside hooks do nothing. */
  static void closeOuter(int slot, long now) {
    BUSY.setPlain(slot, now);
    SINCE.setRelease(slot, 0);
    INNER_SINCE.setRelease(slot, 0);
    BLOCKER.setRelease(slot, null);
    QUEUE.setRelease(slot, null);
    HOLDER.setRelease(slot, null);
    INNER.setRelease(slot, null);
    INNER_HOLDER.setRelease(slot, null);
  }

  static long since(int slot) {
    return SINCE.getPlain(slot);
  }

  static Object queue(int slot) {
    return QUEUE.getPlain(slot);
  }

  static Thread holder(int slot) {
    return HOLDER.getPlain(slot);
  }

  static int op(int slot) {
    return META.getPlain(slot) & OP;
  }

  static long timeout(int slot) {
    return TIMEOUT.getPlain(slot);
  }

  /** Gives the slot back, if it is still this thread's. */
  static void release(int slot, Thread self) {
    QUEUE.setRelease(slot, null);
    if (OWNER.getPlain(slot) == self) {
      OWNER.setRelease(slot, null); // no race: only its owner, or the sweep after its end, frees it
    }
  }

  private static int claim(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER.getPlain(i) == null && OWNER.compareAndSet(i, null, self)) {
        BUSY.setPlain(i, System.nanoTime() - BUSY_NANOS);
        return i;
      }
    }
    OVERFLOWS.getAndIncrement();
    return -1;
  }

  private static int group(Thread thread) {
    long spread = Peek.threadId(thread) * 0x9E3779B97F4A7C15L;
    return (int) (spread >>> 54) * GROUP;
  }

  private static long notZero(long nanos) {
    return nanos == 0 ? 1 : nanos;
  }

  /**
   * Copies the open wait at an index.
   *
   * @return false when there is none, or when it changed while it was read
   */
  public static boolean read(int index, OpenSlot into) {
    long since = SINCE.getAcquire(index);
    if (since == 0) {
      return false;
    }
    Thread thread = OWNER.getAcquire(index);
    Object blocker = BLOCKER.getAcquire(index);
    Object queue = QUEUE.getAcquire(index);
    Thread holder = HOLDER.getAcquire(index);
    int meta = META.getAcquire(index);
    long timeout = TIMEOUT.getAcquire(index);
    long innerSince = INNER_SINCE.getAcquire(index);
    Object inner = INNER.getAcquire(index);
    Thread innerHolder = INNER_HOLDER.getAcquire(index);
    int innerMeta = INNER_META.getAcquire(index);
    if (thread == null
        || blocker == null
        || (innerSince != 0 && inner == null)
        || INNER_SINCE.getAcquire(index) != innerSince
        || SINCE.getAcquire(index) != since
        || OWNER.getAcquire(index) != thread) {
      return false;
    }
    boolean nested = innerSince != 0;
    into.thread = thread;
    into.blocker = nested ? inner : blocker;
    into.signalled = nested ? blocker : null;
    into.queue = queue;
    into.holder = nested ? innerHolder : holder;
    into.heldByReaders = !nested && (meta & HELD_BY_READERS) != 0;
    into.op = nested ? innerMeta & OP : meta & OP;
    into.sinceNanos = nested ? innerSince : since;
    into.timeoutNanos = nested ? 0 : timeout;
    into.interruptible = !nested && (meta & INTERRUPTIBLE) != 0;
    return true;
  }

  /** Copies the open wait of a thread; false when it has none that is seen. */
  public static boolean read(Thread thread, OpenSlot into) {
    int from = group(thread);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER.getAcquire(i) == thread) {
        return read(i, into);
      }
    }
    return false;
  }

  /**
   * Frees the slots of threads that ended without leaving their wait. Called by the watcher.
   *
   * @return how many
   */
  public static int sweep() {
    int freed = 0;
    for (int i = 0; i < CAPACITY; i++) {
      Thread owner = OWNER.getAcquire(i);
      if (owner != null && Peek.state(owner) == Thread.State.TERMINATED) {
        closeOuter(i, 0);
        release(i, owner);
        freed++;
      }
    }
    return freed;
  }
}
