package io.duality.model;

import java.util.Objects;

/**
 * A task of a pool that is queued or runs. Times are on the clock of {@link Look#nanos()}.
 *
 * @param className the task's class, or of what it calls when the class is a JDK wrapper
 * @param threadId who runs it, or {@link #NOBODY} while it is queued
 * @param submittedNanos when it was handed to the pool, or {@link #UNKNOWN_TIME} without a stamp
 * @param startedNanos when a worker took it, or {@link #UNKNOWN_TIME}
 * @param submitter the trace context of the thread that handed it over, or null
 * @param futureKey the resource of the future that it completes, when somebody waits for it; or
 *     null
 * @param position how many tasks are in front of it in the queue, −1 when it runs or nobody can
 *     tell
 */
public record TaskSeen(
    String className,
    long threadId,
    long submittedNanos,
    long startedNanos,
    TraceRef submitter,
    String futureKey,
    int position) {

  /** The thread of a task that nobody runs. */
  public static final long NOBODY = 0;

  /** A time that no stamp tells. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  public TaskSeen {
    Objects.requireNonNull(className, "className");
  }

  /** For how long it waited for a worker, at {@code nanos} at least; −1 without a stamp. */
  public long queuedNanos(long nanos) {
    if (submittedNanos == UNKNOWN_TIME) {
      return -1;
    }
    long end = startedNanos == UNKNOWN_TIME ? nanos : startedNanos;
    return Math.max(0, end - submittedNanos);
  }
}
