package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * A pool of threads as one look found it: who works, what waits for a worker, and what has been
 * done so far. Figures that the pool does not keep, or that could not be read, are {@link
 * #UNKNOWN}.
 *
 * @param resourceKey the pool's own resource, of kind {@link ResourceKind#POOL}
 * @param library who made it: {@code jdk}, {@code tomcat}, {@code jetty}, {@code netty}, …
 * @param limit how many workers it may have, or {@link #UNKNOWN} when there is no limit
 * @param workers the threads that work for it now
 * @param busy how many of them run a task; a worker that waits inside a task is busy
 * @param blocked how many of the busy ones wait inside their task
 * @param queueKey the resource of the queue in front of the workers, or null when it has none
 * @param queueClass the queue's class, or null
 * @param depth tasks that no worker has begun
 * @param capacity how many tasks the queue takes, or {@link #UNBOUNDED}
 * @param headAgeNanos for how long the first of them has waited, at least
 * @param counters what has happened since the pool or the agent began, whichever came later
 * @param delays how long tasks waited for a worker lately
 * @param tasks the tasks that run, and the first of the queued ones, as far as they are known; at
 *     most {@link #MOST_TASKS}
 * @param phase whether it still takes tasks
 */
public record PoolSeen(
    String resourceKey,
    String library,
    long limit,
    List<Long> workers,
    int busy,
    int blocked,
    String queueKey,
    String queueClass,
    long depth,
    long capacity,
    long headAgeNanos,
    Counters counters,
    Delays delays,
    List<TaskSeen> tasks,
    Phase phase) {

  /** A figure that nobody keeps or that could not be read. */
  public static final long UNKNOWN = -1;

  /** How many tasks a look names of one pool. */
  public static final int MOST_TASKS = 64;

  /** The capacity of a queue without a limit. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /**
   * Tasks by what became of them; each {@link #UNKNOWN} when nobody counts it.
   *
   * @param submitted handed to the pool
   * @param started taken by a worker
   * @param completed ended, failed ones included
   * @param failed ended by an exception that left the task
   * @param rejected not taken by the pool
   */
  public record Counters(long submitted, long started, long completed, long failed, long rejected) {
    /** Nothing is counted. */
    public static final Counters NONE = new Counters(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
  }

  /**
   * How long tasks waited for a worker, from the stamps of those that began within the last minute.
   *
   * @param count how many stamps; the rest is 0 without any
   */
  public record Delays(long count, long medianNanos, long p99Nanos, long maxNanos) {
    /** No task with a stamp began. */
    public static final Delays NONE = new Delays(0, 0, 0, 0);
  }

  /** Whether a pool takes tasks. */
  public enum Phase {
    RUNNING,
    /** It takes no further tasks, and still has some. */
    SHUTDOWN,
    TERMINATED
  }

  public PoolSeen {
    Objects.requireNonNull(resourceKey, "resourceKey");
    Objects.requireNonNull(library, "library");
    Objects.requireNonNull(counters, "counters");
    Objects.requireNonNull(delays, "delays");
    Objects.requireNonNull(phase, "phase");
    workers = List.copyOf(workers);
    tasks = List.copyOf(tasks);
  }

  /** Workers that have no task. */
  public int idle() {
    return workers.size() - busy;
  }

  /** Whether the pool can have no further worker: every task from now on waits. */
  public boolean full() {
    return limit != UNKNOWN && workers.size() >= limit && busy >= workers.size();
  }
}
