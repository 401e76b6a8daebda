package io.duality.boot;

/**
 * What hooks know of the tasks of pools, for the watcher and for captures: who runs what, who
 * handed it over, what was counted. Nothing here is called by woven code; that is {@link
 * TaskHooks}.
 */
public final class Tasks {
  /**
   * Whether tasks get a stamp of who handed them over, from the next tick on; off while the agent
   * spares.
   */
  public static volatile boolean stamped = true;

  private Tasks() {}

  /** How many workers can be seen; indexes for {@link #running(int, RunningTask)} are below it. */
  public static int capacity() {
    return TaskRuns.CAPACITY;
  }

  /**
   * Copies what the worker at an index runs.
   *
   * @return false when it runs nothing, or when that changed while it was read
   */
  public static boolean running(int index, RunningTask into) {
    return TaskRuns.read(index, into);
  }

  /** Copies what a thread runs for a pool; false when that is nothing, or nobody saw it begin. */
  public static boolean running(Thread thread, RunningTask into) {
    return TaskRuns.read(thread, into);
  }

  /**
   * Copies who handed a queued task over, and when.
   *
   * @return false when it has no stamp: it was not sampled, or others took its place
   */
  public static boolean stampOf(Object task, TaskStamp into) {
    return TaskStamps.read(task, into);
  }

  /** Copies what was counted of a pool; false when no hook has seen it. */
  public static boolean counts(Object pool, TaskCounts into) {
    TaskPool its = TaskPools.known(pool);
    if (its == null) {
      return false;
    }
    its.read(into);
    return true;
  }

  /**
   * Sums the counters, says how many tasks may have a stamp from now on, sees who still runs what,
   * and frees what ended threads and collected pools left. For the watcher, each round.
   *
   * @param now {@code System.nanoTime}
   */
  public static void tick(long now) {
    TaskPools.collect();
    TaskRuns.tick(now);
    TaskPools.tick(now);
    TaskStamps.tick(now);
  }

  /**
   * Lets go of threads that have ended, and of the pools that they worked for. For the watcher, who
   * does not {@link #tick} while the hooks are off.
   */
  public static void sweep() {
    TaskRuns.sweep();
  }

  /** Forgets every task, queued or running: hooks no longer say what becomes of them. */
  public static void forget() {
    TaskStamps.forget();
    TaskRuns.forget();
  }

  /** How many tasks no place could be found for, and pools. */
  public static long overflows() {
    return TaskRuns.overflows() + TaskPools.overflows();
  }

  /** How many stamps were lost because others took their places. */
  public static long lostStamps() {
    return TaskStamps.lost();
  }
}
