package io.duality.model;

import java.util.Objects;

/**
 * A wait that ended, as the agent remembers it for a while.
 *
 * @param threadId who waited
 * @param threadName its name
 * @param resourceName what for
 * @param kind what kind of thing that was
 * @param op as in {@link OpenWait#op()}
 * @param sinceNanos monotonic begin
 * @param waitNanos how long it lasted
 * @param outcome how it ended
 * @param trace the context the thread carried when it ended, or null
 */
public record EndedWait(
    long threadId,
    String threadName,
    String resourceName,
    ResourceKind kind,
    String op,
    long sinceNanos,
    long waitNanos,
    Outcome outcome,
    TraceRef trace) {

  /** How a wait ended. */
  public enum Outcome {
    ACQUIRED("acquired"),
    TIMEOUT("timeout"),
    INTERRUPTED("interrupted"),
    FAILED("failed"),
    UNKNOWN("unknown");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** The spelling used in events and files. */
    public String label() {
      return label;
    }
  }

  public EndedWait {
    Objects.requireNonNull(threadName, "threadName");
    Objects.requireNonNull(resourceName, "resourceName");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** When it ended, on the clock of {@code sinceNanos}. */
  public long endNanos() {
    return sinceNanos + waitNanos;
  }
}
