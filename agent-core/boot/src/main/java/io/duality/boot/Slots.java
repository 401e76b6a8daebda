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
 * <p>A slot is published by a non-zero {@code since} and withdrawn by a zero one. A slot that is
 * owned but not published belongs to a thread that is inside {@link Hooks}: a second call by the
 * same thread (the emission of an event may itself wait) finds it and does nothing. A thread that
 * waits inside a wait (a signalled condition gets its lock back) has an inner wait in the same
 * slot.
 */
public final class Slots {
  private static final int GROUP = 16;
  private static final int GROUPS = 1024;
  private static final int CAPACITY = GROUP * GROUPS;
  private static final int INTERRUPTIBLE = 1 << 8;

  private static final AtomicReferenceArray<Thread> OWNER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Object> BLOCKER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicReferenceArray<Object> QUEUE = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLongArray SINCE = new AtomicLongArray(CAPACITY);
  private static final AtomicLongArray TIMEOUT = new AtomicLongArray(CAPACITY);
  private static final AtomicIntegerArray META = new AtomicIntegerArray(CAPACITY);
  private static final AtomicReferenceArray<Object> INNER = new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicLongArray INNER_SINCE = new AtomicLongArray(CAPACITY);
  private static final AtomicIntegerArray INNER_OP = new AtomicIntegerArray(CAPACITY);
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
  static void announceQueue(Thread self, Object queue, int op) {
    int slot = claim(self);
    if (slot >= 0) {
      QUEUE.setPlain(slot, queue);
      META.setPlain(slot, op);
    }
  }

  /** Opens a wait of the current thread, or an inner one when it already has one open. */
  static void open(
      Thread self, Object blocker, int op, boolean interruptible, long timeoutNanos, long now) {
    int slot = find(self);
    if (slot < 0) {
      slot = claim(self);
      if (slot < 0) {
        return;
      }
    } else if (SINCE.getPlain(slot) != 0) {
      if (BLOCKER.getPlain(slot) != blocker && INNER_SINCE.getPlain(slot) == 0) {
        INNER.setPlain(slot, blocker);
        INNER_OP.setPlain(slot, op);
        INNER_SINCE.setRelease(slot, now);
      }
      return; // a further park of a wait that is open already
    } else if (QUEUE.getPlain(slot) == null) {
      return; // inside Hooks
    }
    int announced = QUEUE.getPlain(slot) == null ? op : META.getPlain(slot);
    BLOCKER.setPlain(slot, blocker);
    META.setPlain(slot, interruptible ? announced | INTERRUPTIBLE : announced);
    TIMEOUT.setPlain(slot, timeoutNanos);
    SINCE.setRelease(slot, now);
  }

  /**
   * The slot of the current thread if it has a wait on this blocker open or announced, else -1.
   * Costs a thread that did not wait one cache line.
   */
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

  /** Withdraws the inner wait and returns when it began. */
  static long closeInner(int slot) {
    long since = INNER_SINCE.getPlain(slot);
    INNER_SINCE.setRelease(slot, 0);
    INNER.setPlain(slot, null);
    return since;
  }

  static int innerOp(int slot) {
    return INNER_OP.getPlain(slot);
  }

  /** Withdraws the wait but keeps the slot, so that hooks inside hooks do nothing. */
  static long closeOuter(int slot) {
    long since = SINCE.getPlain(slot);
    SINCE.setRelease(slot, 0);
    INNER_SINCE.setRelease(slot, 0);
    BLOCKER.setPlain(slot, null);
    INNER.setPlain(slot, null);
    return since;
  }

  static Object takeQueue(int slot) {
    Object queue = QUEUE.getPlain(slot);
    QUEUE.setPlain(slot, null);
    return queue;
  }

  static int op(int slot) {
    return META.getPlain(slot) & 0xff;
  }

  static long timeout(int slot) {
    return TIMEOUT.getPlain(slot);
  }

  static void release(int slot) {
    QUEUE.setPlain(slot, null);
    OWNER.setRelease(slot, null);
  }

  private static int claim(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      Thread owner = OWNER.getPlain(i);
      if (owner == self || (owner == null && OWNER.compareAndSet(i, null, self))) {
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
    int meta = META.getAcquire(index);
    long timeout = TIMEOUT.getAcquire(index);
    long innerSince = INNER_SINCE.getAcquire(index);
    Object inner = INNER.getAcquire(index);
    int innerOp = INNER_OP.getAcquire(index);
    if (thread == null
        || blocker == null
        || SINCE.getAcquire(index) != since
        || INNER_SINCE.getAcquire(index) != innerSince
        || OWNER.getAcquire(index) != thread) {
      return false;
    }
    boolean nested = innerSince != 0 && inner != null;
    into.thread = thread;
    into.blocker = nested ? inner : blocker;
    into.signalled = nested ? blocker : null;
    into.queue = queue;
    into.op = nested ? innerOp : meta & 0xff;
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
        closeOuter(i);
        release(i);
        freed++;
      }
    }
    return freed;
  }
}
