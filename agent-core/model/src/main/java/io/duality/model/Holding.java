package io.duality.model;

import java.util.Objects;

/**
 * A thread that can end the waits for a resource, because it holds or works it.
 *
 * @param resourceKey the resource
 * @param threadId the holder or worker
 * @param relation how the thread relates to the resource
 * @param as the part it plays, such as {@code writer}, {@code reader}, {@code consumer}; or null
 * @param count how often it holds it (recursion, read holds); 1 when unknown
 * @param sinceNanos since when on the clock of {@link Look#nanos()}, or {@link #UNKNOWN_SINCE}
 * @param by how this is known
 * @param at the frame that took it, or null when it is not known
 * @param trace the trace that it was taken for, where that is known by itself: the thread may work
 *     for another one by now; null otherwise
 */
public record Holding(
    String resourceKey,
    long threadId,
    Relation relation,
    String as,
    int count,
    long sinceNanos,
    SeenBy by,
    StackTraceElement at,
    TraceRef trace) {

  /** A holding that was taken for whatever the thread works for. */
  public Holding(
      String resourceKey,
      long threadId,
      Relation relation,
      String as,
      int count,
      long sinceNanos,
      SeenBy by,
      StackTraceElement at) {
    this(resourceKey, threadId, relation, as, count, sinceNanos, by, at, null);
  }

  /** A holding of which nobody knows where it was taken. */
  public Holding(
      String resourceKey,
      long threadId,
      Relation relation,
      String as,
      int count,
      long sinceNanos,
      SeenBy by) {
    this(resourceKey, threadId, relation, as, count, sinceNanos, by, null);
  }

  /** The same, taken there. */
  public Holding takenAt(StackTraceElement place) {
    return new Holding(resourceKey, threadId, relation, as, count, sinceNanos, by, place, trace);
  }

  /** The same, taken for that trace. */
  public Holding takenFor(TraceRef activity) {
    return new Holding(resourceKey, threadId, relation, as, count, sinceNanos, by, at, activity);
  }

  /** The value of {@code sinceNanos} when nobody saw the beginning. */
  public static final long UNKNOWN_SINCE = Long.MIN_VALUE;

  /** How a thread relates to a resource that others wait for. */
  public enum Relation {
    HELD_BY("held-by"),
    WORKED_BY("worked-by");

    private final String label;

    Relation(String label) {
      this.label = label;
    }

    /** The spelling used in {@code waits.json}. */
    public String label() {
      return label;
    }
  }

  public Holding {
    Objects.requireNonNull(resourceKey, "resourceKey");
    Objects.requireNonNull(relation, "relation");
    Objects.requireNonNull(by, "by");
  }
}
