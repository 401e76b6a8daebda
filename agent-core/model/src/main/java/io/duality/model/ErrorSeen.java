package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * Errors of one signature: one class of exception, made at one place. Messages are not kept: they
 * may hold what nobody may read.
 *
 * @param className the exception's class
 * @param site the first frame of the application, as {@code com.acme.Orders.save(Orders.java:12)};
 *     empty when not known
 * @param count since the reading before
 * @param total since the agent began to count it
 * @param sampled whether some were not counted, so that the true number is higher
 * @param firstNanos the first one, on the clock of {@link Look#nanos()}
 * @param lastNanos the last one
 * @param periodNanos the time between two of them when they come in a steady rhythm, else {@link
 *     Vitals#UNKNOWN}
 * @param fate what became of it: {@code caught}, {@code logged}, {@code span}, {@code ended
 *     thread}, {@code failed task}, {@code swallowed} or empty when nobody saw
 * @param causes the classes of its causes, outermost first
 * @param threads names of threads that threw it, at most ten
 * @param trace the trace context of the last one, or null
 * @param frames the stack of one of them, top first; may be empty
 */
public record ErrorSeen(
    String className,
    String site,
    long count,
    long total,
    boolean sampled,
    long firstNanos,
    long lastNanos,
    long periodNanos,
    String fate,
    List<String> causes,
    List<String> threads,
    TraceRef trace,
    List<StackTraceElement> frames) {
  /** How many signatures a reading names. */
  public static final int MOST = 32;

  public ErrorSeen {
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(fate, "fate");
    causes = List.copyOf(causes);
    threads = List.copyOf(threads);
    frames = List.copyOf(frames);
  }
}
