package io.duality.boot;

import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * The entry points of code that is woven into pools, and of library rules for pools of their own.
 * Under the same law as {@link Hooks}: they never throw, never wait, load no class. What a task is
 * given no stamp for costs one counter.
 */
public final class TaskHooks {
  private static final Class<?> CARRIER = carrier();
  private static final long POOL = Peek.offset(ForkJoinWorkerThread.class, "pool");

  private TaskHooks() {}

  /** In front of the call that puts a task where workers find it. */
  public static void submits(Object pool, Object task) {
    if (!Hooks.armed || task == null) {
      return;
    }
    try {
      Thread self = Thread.currentThread();
      TaskPool its = TaskPools.of(pool);
      if (its != null && (its.submitted(Peek.threadId(self)) & its.mask) == 0) {
        TaskStamps.put(task, self);
        its.stamped();
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /**
   * In front of the start of a worker.
   *
   * @param task what it is to do first, or null
   * @param core whether the task has not been offered to the queue
   */
  public static void submitsFirst(Object pool, Object task, boolean core) {
    if (core) {
      submits(pool, task);
    }
  }

  /** In front of a worker's run of a task. */
  public static void begins(Object pool, Object task) {
    begins(pool, task, task);
  }

  private static void begins(Object pool, Object task, Object key) {
    if (!Hooks.armed || task == null) {
      return;
    }
    try {
      Thread self = Thread.currentThread();
      TaskRun run = TaskRuns.find(self);
      if (run == null || run.pool != pool) {
        run = enter(run, pool, self);
      }
      if (run != null) {
        run.begin(task, key);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static TaskRun enter(TaskRun found, Object pool, Thread self) {
    TaskPool its = TaskPools.of(pool);
    TaskRun run = its == null || found != null ? found : TaskRuns.claim(self);
    if (run == null || its == null) {
      return null;
    }
    run.enter(pool, its);
    return run;
  }

  /** Behind a worker's run of a task; {@code thrown} is what left it, or null. */
  public static void ends(Throwable thrown) {
    if (!Hooks.armed) {
      return;
    }
    try {
      Thread self = Thread.currentThread();
      TaskRun run = TaskRuns.find(self);
      if (run != null) {
        run.end(self, thrown);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** When a worker leaves its pool. */
  public static void leaves() {
    if (!Hooks.armed) {
      return;
    }
    try {
      Thread self = Thread.currentThread();
      TaskRun run = TaskRuns.find(self);
      if (run != null) {
        run.end(self, null);
        TaskRuns.release(self);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** In front of a fork-join worker's run of a task. */
  public static void forkBegins(Object task) {
    if (Hooks.armed
        && Thread.currentThread() instanceof ForkJoinWorkerThread self
        && (CARRIER == null || !CARRIER.isInstance(self))) {
      begins(Peek.reference(self, POOL), task);
    }
  }

  /** Behind it. */
  public static void forkEnds() {
    if (Hooks.armed) {
      ends(null);
    }
  }

  /** In front of the run of a task in a thread of its own. */
  public static void threadBegins(Object executor, Object task) {
    begins(executor, task, Thread.currentThread());
  }

  /** Behind it. */
  public static void threadEnds() {
    leaves();
  }

  /** In front of the handler of a task that the pool does not take. */
  public static void rejects(Object handler, Object task, Object pool) {
    if (!Hooks.armed || task == null) {
      return;
    }
    try {
      TaskPool its = TaskPools.of(pool);
      int hash = IdentityHash.ofHashed(task);
      if (hash != 0) {
        TaskStamps.take(task, hash, null);
      }
      if (its != null) {
        its.count(TaskPool.REJECTED, 1);
        rejected(its, task, handler);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static void rejected(TaskPool its, Object task, Object handler) {
    Thread self = Thread.currentThread();
    TraceIds trace = new TraceIds();
    boolean traced = TaskStamps.readTrace(self, trace);
    TaskNotes.add(
        its,
        TaskKinds.work(task).getName(),
        TaskNotes.REJECTED,
        System.nanoTime(),
        -1,
        -1,
        self,
        traced ? trace : null,
        Peek.threadId(self),
        handler == null ? "" : handler.getClass().getName());
  }

  /** When a size of a thread pool has been set. */
  public static void resizes(Object pool) {
    if (!Hooks.armed) {
      return;
    }
    try {
      TaskPool its = TaskPools.known(pool);
      if (its == null) {
        return;
      }
      int core = its.coreSize;
      int maximum = its.maximumSize;
      its.sizes(pool);
      if (core != its.coreSize || maximum != its.maximumSize) {
        int[] sizes = {core, its.coreSize, maximum, its.maximumSize};
        TaskNotes.add(its, TaskNotes.RESIZED, System.nanoTime(), sizes);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /**
   * When a pool has been told to end.
   *
   * @param left the tasks that nobody will do; null when the queued ones will be
   */
  public static void shutsDown(List<?> left, Object pool) {
    if (!Hooks.armed) {
      return;
    }
    try {
      TaskPool its = TaskPools.known(pool);
      if (its != null) {
        int tasks = left == null ? 0 : left.size();
        int phase = tasks > 0 ? TaskNotes.ABANDONED : TaskNotes.SHUTDOWN;
        TaskNotes.add(its, phase, System.nanoTime(), new int[] {tasks});
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** When a pool has come to its end. */
  public static void terminates(Object pool) {
    if (!Hooks.armed) {
      return;
    }
    try {
      TaskPools.ended(pool);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static Class<?> carrier() {
    try {
      return Class.forName("jdk.internal.misc.CarrierThread", false, null);
    } catch (Throwable absent) {
      return null; // JDK 17 has no virtual threads
    }
  }
}
