package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.PoolSeen.Phase;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * How the figures of one kind of pool are read: by fields alone, past its locks, and each for
 * itself, so that two of them may belong to two moments.
 */
abstract class PoolShape {
  /** A figure that cannot be read. */
  static final long UNKNOWN = -1;

  /** Is shown the workers of a pool. */
  interface Workers {
    /**
     * @param busy whether it runs a task; one that waits inside a task does
     */
    void worker(Thread thread, boolean busy);
  }

  /** The pool that this thread works for, as far as the thread itself tells; or null. */
  static Object poolOf(Thread thread) {
    if (thread instanceof ForkJoinWorkerThread) {
      return Peek.reference(thread, Fields.FORK_JOIN_POOL);
    }
    Object target = Fields.target(thread);
    return target != null && target.getClass() == Fields.WORKER
        ? Peek.reference(target, Fields.WORKER_OF)
        : null;
  }

  abstract void workers(Object pool, Workers seen);

  /** How many workers it has; cheaper than counting them. */
  abstract int workerCount(Object pool);

  /** How many workers it can have, or {@link #UNKNOWN} without a limit. */
  abstract long limit(Object pool);

  /** The one queue in front of the workers, or null when there is none or many. */
  abstract Object queue(Object pool);

  /**
   * Tasks that a worker could begin now and none has.
   *
   * @param now {@code System.nanoTime}
   */
  abstract long depth(Object pool, long now);

  /** How many tasks can wait, or {@link QueueFill#NONE} without a limit. */
  abstract long capacity(Object pool);

  /** The task that is begun next, or null. */
  abstract Object head(Object pool);

  /**
   * Since when the next task could have begun, or {@link Tracked#NONE} when the pool does not know.
   */
  long headSince(Object pool, long now) {
    return Tracked.NONE;
  }

  /** Tasks that ended since the pool began, or {@link #UNKNOWN}. */
  abstract long completed(Object pool);

  /** Whether every task is counted by {@link #completed}. */
  abstract boolean countsAll(Object pool);

  abstract Phase phase(Object pool);

  /** Shows the waiting tasks, at most so many of one queue. */
  abstract void tasks(Object pool, int most, QueueItems.Seen seen);

  /** Whether a queued task could begin now. */
  boolean isReady(Object task, long now) {
    return true;
  }

  /** What the pool itself calls its threads, or null. */
  String ownName(Object pool) {
    return null;
  }
}
