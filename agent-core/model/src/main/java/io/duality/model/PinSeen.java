package io.duality.model;

import java.util.Objects;

/**
 * A time in which a virtual thread waited without leaving its carrier, told after its end.
 *
 * @param endNanos when it ended, on the clock of {@link Look#nanos()}
 * @param durationNanos how long it was
 * @param threadId the virtual thread
 * @param threadName its name; empty for unnamed ones
 * @param carrier the thread that carried it, or null when this JDK does not say
 * @param reason why it could not leave, in the JVM's words; null when this JDK does not say
 * @param at where it waited, the innermost frame that is not the JDK's; or null
 */
public record PinSeen(
    long endNanos,
    long durationNanos,
    long threadId,
    String threadName,
    String carrier,
    String reason,
    StackTraceElement at) {
  public PinSeen {
    Objects.requireNonNull(threadName, "threadName");
  }
}
