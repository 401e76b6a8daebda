package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * A single event that ended something.
 *
 * @param kind {@code oom heap}, {@code oom gc overhead}, {@code oom array size}, {@code oom
 *     metaspace}, {@code oom direct buffers}, {@code oom threads}, {@code oom native memory},
 *     {@code stack overflow}, {@code uncaught}, {@code stopped job}, {@code shutdown}
 * @param nanos when, on the clock of {@link Look#nanos()}
 * @param className the error's class, or null
 * @param threadId the thread it happened on, or {@link Vitals#UNKNOWN}
 * @param threadName its name, or empty
 * @param knownBy what noticed it, in words
 * @param trace its trace context, or null
 * @param frames its stack, top first; may be empty
 * @param detail what else is known of it, a clause such as the error's message; or null
 */
public record FailureSeen(
    String kind,
    long nanos,
    String className,
    long threadId,
    String threadName,
    String knownBy,
    TraceRef trace,
    List<StackTraceElement> frames,
    String detail) {
  /** One of which no more is known. */
  public FailureSeen(
      String kind,
      long nanos,
      String className,
      long threadId,
      String threadName,
      String knownBy,
      TraceRef trace,
      List<StackTraceElement> frames) {
    this(kind, nanos, className, threadId, threadName, knownBy, trace, frames, null);
  }

  public FailureSeen {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(threadName, "threadName");
    Objects.requireNonNull(knownBy, "knownBy");
    frames = List.copyOf(frames);
  }
}
