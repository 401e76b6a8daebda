package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that work for pools, each with its {@link TaskRun}; found as {@link Slots} are. A
 * platform thread keeps its place until it leaves its pool, a virtual one for one task.
 */
final class TaskRuns {
  private static final int GROUP = 16;
  private static final int BITS = 9;
  static final int CAPACITY = GROUP << BITS;

  private static final Thread[] OWNER = new Thread[CAPACITY];
  private static final TaskRun[] RUNS = new TaskRun[CAPACITY];
  private static final AtomicLong OVERFLOWS = new AtomicLong();

  private TaskRuns() {}

  static long overflows() {
    return OVERFLOWS.get();
  }

  /** The run of the current thread, or null. */
  static TaskRun find(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == self) {
        return RUNS[i];
      }
    }
    return null;
  }

  /** A run for the current thread, which has none; null when no place is left. */
  static TaskRun claim(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == null && Peek.claim(OWNER, i, self)) {
        TaskRun run = RUNS[i];
        if (run == null) {
          run = new PaddedTaskRun();
          RUNS[i] = run;
        }
        return run;
      }
    }
    OVERFLOWS.getAndIncrement();
    return null;
  }

  /** The current thread works for no pool any more. */
  static void release(Thread self) {
    int from = group(self);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == self) {
        free(i);
        return;
      }
    }
  }

  private static void free(int at) {
    TaskRun run = RUNS[at];
    if (run != null) {
      run.leave();
    }
    Peek.storeFence();
    OWNER[at] = null; // no race: only its owner, or the watcher after its end, frees it
  }

  private static int group(Thread thread) {
    long spread = Peek.threadId(thread) * 0x9E3779B97F4A7C15L;
    return (int) (spread >>> (64 - BITS)) * GROUP;
  }

  static boolean read(int index, RunningTask into) {
    Thread owner = OWNER[index];
    TaskRun run = RUNS[index];
    if (owner == null || run == null || !run.read(into) || OWNER[index] != owner) {
      into.clear();
      return false;
    }
    into.thread = owner;
    return true;
  }

  static boolean read(Thread thread, RunningTask into) {
    int from = group(thread);
    for (int i = from; i < from + GROUP; i++) {
      if (OWNER[i] == thread) {
        return read(i, into);
      }
    }
    into.clear();
    return false;
  }

  /** For the watcher. */
  static void tick(long now) {
    for (int i = 0; i < CAPACITY; i++) {
      Thread owner = OWNER[i];
      if (owner == null) {
        continue;
      }
      TaskRun run = RUNS[i];
      if (hasEnded(owner, run)) {
        free(i);
      } else if (run != null) {
        run.tick(now);
      }
    }
  }

  /** Frees the places of ended threads; for the watcher, also while nothing is counted. */
  static void sweep() {
    for (int i = 0; i < CAPACITY; i++) {
      Thread owner = OWNER[i];
      if (owner != null && hasEnded(owner, RUNS[i])) {
        free(i);
      }
    }
  }

  private static boolean hasEnded(Thread owner, TaskRun run) {
    return mayHaveEnded(owner, run) && Peek.state(owner) == Thread.State.TERMINATED;
  }

  /** A virtual thread that runs its task is alive, and asking for its state may take its lock. */
  private static boolean mayHaveEnded(Thread owner, TaskRun run) {
    return run == null || !run.isRunning() || !Peek.isVirtual(owner);
  }

  /** Forgets what everybody runs; those who do are counted from their next task on. */
  static void forget() {
    for (int i = 0; i < CAPACITY; i++) {
      TaskRun run = RUNS[i];
      if (run != null && run.isRunning()) {
        run.ended = run.started;
        run.forget();
      }
    }
  }
}
