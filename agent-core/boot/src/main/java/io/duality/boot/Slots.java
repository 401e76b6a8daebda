package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The open waits of this process, written by the threads that wait and read by the watcher.
 *
 * <p>There is no per-thread state, so that no hook touches a ThreadLocal. Slots come in groups of
 * 16; a thread's id picks its group, so that finding one's own slot reads one or two cache lines. A
 * platform thread keeps the slot that it waited in, for its next wait, if that is in the first half
 * of its group; everybody else gives it back. {@link #sweep} frees those of ended threads. A full
 * group is counted as an overflow, and the wait is not seen.
 *
 * <p>An owned slot is <i>idle</i>, or in one of three states. <i>Announced</i>: a queue is noted,
 * nothing is parked yet. <i>Open</i>: {@code since} is not zero, and readers see it. <i>Busy</i>:
 * neither; the owner is inside {@link Hooks}, and its further calls (the emission of an event may
 * itself wait) do nothing. A thread that waits inside a wait (a signalled condition gets its lock
 * back) has an inner wait in the same slot.
 *
 * <p>Memory order: plain arrays and fences, because what is called here must be shallow, in the
 * interpreter too: it runs where the application's stack may be at its end. {@code since} is
 * written last when a wait opens and first when it closes, with a fence in between. A reader that
 * saw any value of a later wait therefore sees a changed {@code since} when it reads that again,
 * and gives up.
 */
public final class Slots {
  private static final int GROUP = 16;

  /** How many slots of a group may stay with threads that do not wait. */
  private static final int KEPT = 8;

  /** 1.3 MB of tables; where all of the heap is little, a quarter of that. */
  private static final int GROUPS = Runtime.getRuntime().maxMemory() <= 64L << 20 ? 256 : 1024;

  private static final int CAPACITY = GROUP * GROUPS;

  /** Leaves as many bits of a hash as tell the groups apart. */
  private static final int SHIFT = Long.numberOfLeadingZeros(GROUPS) + 1;

  private static final int OP = 0xff;
  private static final int INTERRUPTIBLE = 1 << 8;
  private static final int HELD_BY_READERS = 1 << 9;

  /** After this long a slot that is still busy was left so by an error, such as the stack's end. */
  private static final long BUSY_NANOS = 1_000_000_000L;

  private static final Thread[] OWNER = new Thread[CAPACITY];
  private static final Object[] BLOCKER = new Object[CAPACITY];
  private static final Object[] QUEUE = new Object[CAPACITY];
  private static final Thread[] HOLDER = new Thread[CAPACITY];
  private static final long[] SINCE = new long[CAPACITY];
  private static final long[] TIMEOUT = new long[CAPACITY];
  private static final int[] META = new int[CAPACITY];
  private static final Object[] INNER = new Object[CAPACITY];
  private static final Thread[] INNER_HOLDER = new Thread[CAPACITY];
  private static final long[] INNER_SINCE = new long[CAPACITY];
  private static final int[] INNER_META = new int[CAPACITY];

  /** When the owner became busy, else 0; read and written by the owner only. */
  private static final long[] BUSY = new long[CAPACITY];

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
  static void announce(Thread self, Object queue, int op) {
    int slot = find(self);
    if (slot < 0) {
      slot = claim(self);
      if (slot < 0) {
        return;
      }
    } else if (SINCE[slot] != 0 || isBusy(slot)) {
      return;
    }
    META[slot] = op;
    QUEUE[slot] = queue;
  }

  /** Whether a park for this changes nothing: the slot has that wait open already. */
  static boolean isOpenFor(int slot, Object blocker) {
    return slot >= 0 && SINCE[slot] != 0 && BLOCKER[slot] == blocker;
  }

  /**
   * Opens a wait of the current thread, or an inner one when it already has one open.
   *
   * @param found the thread's slot, or -1
   * @param queued whether this is the wait that an announced queue was announced for
   */
  static void open(
      int found,
      Thread self,
      Object blocker,
      int op,
      boolean interruptible,
      boolean queued,
      long timeoutNanos,
      long now) {
    int slot = found;
    if (slot < 0) {
      slot = claim(self);
      if (slot < 0) {
        return;
      }
    } else if (SINCE[slot] != 0) {
      int outer = META[slot] & OP;
      if (outer == Op.BORROW) {
        if (TIMEOUT[slot] == 0 && timeoutNanos > 0) {
          TIMEOUT[slot] = timeoutNanos + (now - SINCE[slot]);
        }
      } else if (BLOCKER[slot] != blocker && INNER_SINCE[slot] == 0 && outer != Op.JOIN) {
        openInner(slot, blocker, op, now);
      }
      return; // a further park of a wait that is open already, or the latch in a thread's end
    } else if (isBusy(slot)) {
      return;
    }
    int meta = op;
    if (QUEUE[slot] != null) {
      if (queued) {
        meta = META[slot] & OP;
      } else {
        QUEUE[slot] = null; // left by a condition that came true before it parked
      }
    }
    Thread holder = Holders.of(blocker);
    if (holder == null) {
      holder = Holders.reader(blocker);
      if (holder != null) {
        meta |= HELD_BY_READERS;
      }
    }
    if (holder != null) {
      HOLDER[slot] = holder;
    }
    META[slot] = interruptible ? meta | INTERRUPTIBLE : meta;
    TIMEOUT[slot] = timeoutNanos;
    BLOCKER[slot] = blocker;
    Peek.storeFence();
    SINCE[slot] = now == 0 ? 1 : now;
  }

  private static void openInner(int slot, Object blocker, int op, long now) {
    INNER_HOLDER[slot] = Holders.of(blocker);
    INNER_META[slot] = op;
    INNER[slot] = blocker;
    Peek.storeFence();
    INNER_SINCE[slot] = now == 0 ? 1 : now;
  }

  /** The slot of the current thread, else -1. Costs a thread that has none two cache lines. */
  static int find(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == self) {
        return i;
      }
    }
    return -1;
  }

  static boolean isInner(int slot, Object blocker) {
    return INNER_SINCE[slot] != 0 && INNER[slot] == blocker;
  }

  static boolean isOuter(int slot, Object blocker) {
    return SINCE[slot] != 0 && BLOCKER[slot] == blocker;
  }

  static boolean isOnlyAnnounced(int slot) {
    return SINCE[slot] == 0 && QUEUE[slot] != null;
  }

  private static boolean isBusy(int slot) {
    return BUSY[slot] != 0 && QUEUE[slot] == null && System.nanoTime() - BUSY[slot] < BUSY_NANOS;
  }

  static void closeInner(int slot) {
    INNER_SINCE[slot] = 0;
    Peek.storeFence();
    INNER[slot] = null;
    INNER_HOLDER[slot] = null;
  }

  /** Withdraws the wait but keeps the slot, busy, so that hooks inside hooks do nothing. */
  static void closeOuter(int slot, long now) {
    BUSY[slot] = now;
    SINCE[slot] = 0;
    if (INNER_SINCE[slot] != 0) {
      closeInner(slot);
    }
    Peek.storeFence();
    BLOCKER[slot] = null;
    if (QUEUE[slot] != null) {
      QUEUE[slot] = null;
    }
    if (HOLDER[slot] != null) {
      HOLDER[slot] = null;
    }
  }

  static long since(int slot) {
    return SINCE[slot];
  }

  static Object queue(int slot) {
    return QUEUE[slot];
  }

  static Thread holder(int slot) {
    return HOLDER[slot];
  }

  static int op(int slot) {
    return META[slot] & OP;
  }

  static long timeout(int slot) {
    return TIMEOUT[slot];
  }

  /** Ends what the thread does with its slot; it may keep it for its next wait. */
  static void release(int slot, Thread self) {
    if (QUEUE[slot] != null) {
      QUEUE[slot] = null;
    }
    BUSY[slot] = 0;
    if ((slot & (GROUP - 1)) >= KEPT || Peek.isVirtual(self)) {
      free(slot, self);
    }
  }

  private static void free(int slot, Thread owner) {
    if (OWNER[slot] == owner) {
      Peek.storeFence();
      OWNER[slot] = null; // no race: only its owner, or the sweep after its end, frees it
    }
  }

  private static int claim(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == null && Peek.claim(OWNER, i, self)) {
        BUSY[i] = 0;
        return i;
      }
    }
    OVERFLOWS.getAndIncrement();
    return -1;
  }

  private static int group(Thread thread) {
    long spread = Peek.threadId(thread) * 0x9E3779B97F4A7C15L;
    return (int) (spread >>> SHIFT) * GROUP;
  }

  /**
   * Copies the open wait at an index.
   *
   * @return false when there is none, or when it changed while it was read
   */
  public static boolean read(int index, OpenSlot into) {
    long since = SINCE[index];
    if (since == 0) {
      return false;
    }
    Peek.loadFence();
    Thread thread = OWNER[index];
    long innerSince = INNER_SINCE[index];
    Peek.loadFence();
    Object blocker = BLOCKER[index];
    Object queue = QUEUE[index];
    Thread holder = HOLDER[index];
    int meta = META[index];
    long timeout = TIMEOUT[index];
    Object inner = INNER[index];
    Thread innerHolder = INNER_HOLDER[index];
    int innerMeta = INNER_META[index];
    Peek.loadFence();
    if (thread == null
        || blocker == null
        || (innerSince != 0 && inner == null)
        || INNER_SINCE[index] != innerSince
        || SINCE[index] != since
        || OWNER[index] != thread) {
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
      if (OWNER[i] == thread) {
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
      Thread owner = OWNER[i];
      if (owner != null && Peek.state(owner) == Thread.State.TERMINATED) {
        closeOuter(i, 0);
        QUEUE[i] = null;
        free(i, owner);
        freed++;
      }
    }
    return freed;
  }
}
