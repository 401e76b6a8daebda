package io.duality.model;

import java.util.Objects;

/**
 * A wait that had not ended when it was looked at.
 *
 * @param threadId who waits
 * @param resourceKey what for
 * @param op what the thread tries: {@code lock}, {@code read-lock}, {@code write-lock}, {@code
 *     enter}, {@code wait}, {@code await}, {@code acquire}, {@code put}, {@code take}, {@code get},
 *     {@code join}, {@code park}, {@code sleep}
 * @param sinceNanos when it began, on the monotonic clock of {@link Look#nanos()}; for waits first
 *     seen by a look, the time of that look (the wait is at least this old)
 * @param timeoutNanos after how long it gives up, measured from {@code sinceNanos}; 0 when never,
 *     {@link #UNKNOWN_TIMEOUT} when it will but nobody can tell when
 * @param interruptible whether {@code Thread.interrupt} ends it
 * @param by how the edge is known
 */
public record OpenWait(
    long threadId,
    String resourceKey,
    String op,
    long sinceNanos,
    long timeoutNanos,
    boolean interruptible,
    SeenBy by) {

  /** The timeout of a wait that was only sampled: it has one, and its length is in no field. */
  public static final long UNKNOWN_TIMEOUT = Long.MAX_VALUE;

  public OpenWait {
    Objects.requireNonNull(resourceKey, "resourceKey");
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(by, "by");
  }

  /** How long it has lasted at {@code nanos}. */
  public long ageNanos(long nanos) {
    return Math.max(0, nanos - sinceNanos);
  }

  /** The same wait in two looks: one thread, one resource, one beginning. */
  public boolean same(OpenWait other) {
    return threadId == other.threadId
        && sinceNanos == other.sinceNanos
        && resourceKey.equals(other.resourceKey);
  }
}
