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
 * @param fate what became of it: {@code logged}, {@code logged by message}, {@code span}, {@code
 *     ended thread}, {@code failed task}, {@code rejected task}, {@code stopped job} (it threw and
 *     will not be run again), {@code swallowed} or empty when nobody saw
 * @param causes the classes of its causes, outermost first
 * @param threads names of threads that threw it, at most ten
 * @param trace the trace context of the last one, or null
 * @param frames the stack of one of them, top first; may be empty
 * @param course how they came
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
    List<StackTraceElement> frames,
    ErrorCourse course) {
  /** How many signatures a reading names. */
  public static final int MOST = 32;

  public ErrorSeen {
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(fate, "fate");
    causes = List.copyOf(causes);
    threads = List.copyOf(threads);
    frames = List.copyOf(frames);
    Objects.requireNonNull(course, "course");
  }

  /** Errors of which no more is known. */
  public ErrorSeen(
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
    this(
        className,
        site,
        count,
        total,
        sampled,
        firstNanos,
        lastNanos,
        periodNanos,
        fate,
        causes,
        threads,
        trace,
        frames,
        ErrorCourse.UNKNOWN);
  }

  /** The same with the number of another window. */
  public ErrorSeen counted(long number) {
    return new ErrorSeen(
        className,
        site,
        number,
        total,
        sampled,
        firstNanos,
        lastNanos,
        periodNanos,
        fate,
        causes,
        threads,
        trace,
        frames,
        course);
  }

  /** What tells it from others. */
  public String signature() {
    return site.isEmpty() ? className : className + " at " + site;
  }

  /** Whether it ended something: a thread, a task, the work of a span. */
  public boolean matters() {
    return switch (fate) {
      case "ended thread", "failed task", "rejected task", "stopped job", "span" -> true;
      default -> false;
    };
  }
}
