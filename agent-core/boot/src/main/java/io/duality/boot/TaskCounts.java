package io.duality.boot;

/**
 * A reader's copy of what hooks counted of one pool; filled again and again by {@link
 * Tasks#counts}. Counted since the first task that a hook saw, as of the last {@link Tasks#tick}.
 */
public final class TaskCounts {
  /** Handed to the pool; the further runs of a periodic task are none. */
  public long submitted;

  /** Taken by a worker. */
  public long started;

  /** Ended, failed ones included. */
  public long completed;

  /** Ended by an exception, whether it left the task or went into its future. */
  public long failed;

  /** Not taken by the pool. */
  public long rejected;

  /** How many tasks with a stamp began within the last minute; the rest is 0 without any. */
  public long delays;

  public long delayMedianNanos;
  public long delayP99Nanos;
  public long delayMaxNanos;
}
