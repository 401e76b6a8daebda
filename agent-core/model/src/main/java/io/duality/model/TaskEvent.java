package io.duality.model;

import java.util.Objects;

/**
 * Something that happened to a task or its pool and is worth remembering: it waited or ran for
 * long, failed, was rejected, or will never run.
 *
 * @param poolKey the resource of its pool
 * @param poolName the pool's name
 * @param className the task's class; empty for what happens to the pool itself
 * @param phase what happened
 * @param nanos when, on the clock of {@link Look#nanos()}
 * @param queueNanos how long it waited for a worker, −1 when unknown
 * @param runNanos how long it ran, −1 when it did not or nobody knows
 * @param threadId who ran it or handed it over, 0 when nobody did
 * @param threadName that thread's name, or empty
 * @param submitter the trace context of who handed it over, or null
 * @param detail what else is known, such as the class of the exception; empty when nothing is
 */
public record TaskEvent(
    String poolKey,
    String poolName,
    String className,
    Phase phase,
    long nanos,
    long queueNanos,
    long runNanos,
    long threadId,
    String threadName,
    TraceRef submitter,
    String detail) {

  /** What can happen to a task, or to a pool. */
  public enum Phase {
    STARTED("started"),
    COMPLETED("completed"),
    FAILED("failed"),
    REJECTED("rejected"),
    CANCELLED("cancelled"),
    /** A periodic task threw and will not run again. */
    STOPPED("stopped"),
    /** The pool's size was changed. */
    RESIZED("resized"),
    /** The pool was shut down. */
    SHUTDOWN("shutdown"),
    /** The pool was shut down with work that nobody will do. */
    ABANDONED("abandoned");

    private final String label;

    Phase(String label) {
      this.label = label;
    }

    /** The spelling used in events and files. */
    public String label() {
      return label;
    }
  }

  public TaskEvent {
    Objects.requireNonNull(poolKey, "poolKey");
    Objects.requireNonNull(poolName, "poolName");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(threadName, "threadName");
    Objects.requireNonNull(detail, "detail");
  }
}
