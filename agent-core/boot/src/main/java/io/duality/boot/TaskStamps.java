package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who handed which task over, and when: an identity table of fixed size beside the tasks, which
 * stay what they are. A task that is handed over twice has the later stamp, so that no delay is
 * longer than it was. Where all places for a task are taken, the oldest stamp is lost.
 *
 * <p>A task is held strongly until the watcher's next rounds, which see to it that one that stays
 * in its queue for longer, or left it unseen, is held weakly.
 */
final class TaskStamps {
  private static final int GROUP = 4;
  private static final int BITS = 11;
  private static final int CAPACITY = GROUP << BITS;

  private static final int FREE = 0;
  private static final int SET = 1;
  private static final int BUSY = 2;

  /** A watcher that has not come for so long stands still, and lets go of nothing. */
  private static final long LATE_NANOS = 15_000_000_000L;

  /** After this long a stamp holds its task weakly. */
  private static final long STRONG_NANOS = 1_000_000_000L;

  private static final int[] STATE = new int[CAPACITY];
  private static final Stamp[] STAMPS = new Stamp[CAPACITY];
  private static final AtomicLong LOST = new AtomicLong();

  private static volatile TraceReader traces;

  /** When the watcher came last; 0 before it has. Plain, since an earlier round will do. */
  private static long tickedAt;

  private TaskStamps() {}

  /** One place; its fields belong to whoever made its state busy. */
  private static final class Stamp {
    int hash;
    Object task;
    WeakReference<Object> weak;
    long nanos;
    long submitterId;
    final TraceIds trace = new TraceIds();

    boolean isOf(Object other) {
      return task == other || (task == null && weak != null && weak.refersTo(other));
    }

    void clear() {
      task = null;
      weak = null;
    }
  }

  static void readTraces(TraceReader reader) {
    traces = reader;
  }

  /** What a thread works for; false when nothing is known. */
  static boolean readTrace(Thread thread, TraceIds into) {
    try {
      TraceReader reader = traces;
      return reader != null && reader.read(thread, into);
    } catch (Throwable hidden) {
      Hooks.failed();
      return false;
    }
  }

  static long lost() {
    return LOST.get();
  }

  /** Stamps a task that the current thread hands over. */
  static void put(Object task, Thread self) {
    int hash = System.identityHashCode(task);
    int from = group(hash);
    long now = System.nanoTime();
    int chosen = -1;
    long age = -1;
    for (int i = from; i < from + GROUP; i++) {
      Stamp stamp = STAMPS[i];
      if (stamp == null || STATE[i] == FREE) {
        if (age != Long.MAX_VALUE) {
          chosen = i;
          age = Long.MAX_VALUE;
        }
      } else if (STATE[i] == SET) {
        if (stamp.hash == hash && stamp.isOf(task)) {
          chosen = i;
          break;
        }
        if (now - stamp.nanos > age) {
          chosen = i;
          age = now - stamp.nanos;
        }
      }
    }
    if (chosen >= 0 && set(chosen, task, hash, self, now)) {
      return;
    }
    LOST.getAndIncrement();
  }

  private static boolean set(int at, Object task, int hash, Thread self, long now) {
    boolean late = tickedAt != 0 && now - tickedAt > LATE_NANOS;
    WeakReference<Object> weak = late ? new WeakReference<>(task) : null;
    int state = STATE[at];
    if (state == BUSY || !Peek.replace(STATE, at, state, BUSY)) {
      return false;
    }
    Stamp stamp = STAMPS[at];
    if (stamp == null) {
      stamp = new Stamp();
      STAMPS[at] = stamp;
    } else if (state == SET && !stamp.isOf(task)) {
      LOST.getAndIncrement();
    }
    stamp.hash = hash;
    stamp.weak = weak;
    stamp.task = weak == null ? task : null;
    stamp.nanos = now;
    stamp.submitterId = Peek.threadId(self);
    if (!readTrace(self, stamp.trace)) {
      stamp.trace.clear();
    }
    Peek.storeFence();
    STATE[at] = SET;
    return true;
  }

  /** Moves the stamp of a task to the run of it; false when it has none. */
  static boolean take(Object task, int hash, TaskRun into) {
    int from = group(hash);
    for (int i = from; i < from + GROUP; i++) {
      if (STATE[i] == SET) {
        Stamp stamp = STAMPS[i];
        if (stamp.hash == hash && stamp.isOf(task) && Peek.replace(STATE, i, SET, BUSY)) {
          boolean its = stamp.isOf(task);
          if (its && into != null) {
            into.stamp(stamp.nanos, stamp.submitterId, stamp.trace);
          }
          if (its) {
            stamp.clear();
          }
          Peek.storeFence();
          STATE[i] = its ? FREE : SET;
          return its;
        }
      }
    }
    return false;
  }

  /** Copies the stamp of a task; false when it has none, or when that changed meanwhile. */
  static boolean read(Object task, TaskStamp into) {
    int hash = IdentityHash.ofHashed(task);
    if (hash == 0) {
      return false;
    }
    int from = group(hash);
    for (int i = from; i < from + GROUP; i++) {
      Stamp stamp = STAMPS[i];
      if (stamp == null || STATE[i] != SET || stamp.hash != hash || !stamp.isOf(task)) {
        continue;
      }
      long nanos = stamp.nanos;
      into.submittedNanos = nanos;
      into.submitterId = stamp.submitterId;
      into.trace.copy(stamp.trace);
      Peek.loadFence();
      if (STATE[i] == SET && stamp.nanos == nanos && stamp.isOf(task)) {
        return true;
      }
    }
    return false;
  }

  private static int group(int hash) {
    return ((hash * 0x9E3779B9) >>> (32 - BITS)) * GROUP;
  }

  /** Lets go of tasks that stay; for the watcher. */
  static void tick(long now) {
    tickedAt = now;
    for (int i = 0; i < CAPACITY; i++) {
      Stamp stamp = STAMPS[i];
      if (stamp == null
          || STATE[i] != SET
          || now - stamp.nanos < STRONG_NANOS
          || !Peek.replace(STATE, i, SET, BUSY)) {
        continue;
      }
      int next = SET;
      if (stamp.task != null) {
        stamp.weak = new WeakReference<>(stamp.task);
        stamp.task = null;
      } else if (stamp.weak == null || stamp.weak.refersTo(null)) {
        stamp.clear();
        next = FREE;
      }
      Peek.storeFence();
      STATE[i] = next;
    }
  }

  /** Forgets all of them. */
  static void forget() {
    for (int i = 0; i < CAPACITY; i++) {
      if (STATE[i] == SET && Peek.replace(STATE, i, SET, BUSY)) {
        STAMPS[i].clear();
        Peek.storeFence();
        STATE[i] = FREE;
      }
    }
  }
}
