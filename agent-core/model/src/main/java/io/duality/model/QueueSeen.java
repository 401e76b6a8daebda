package io.duality.model;

import java.util.Objects;

/**
 * A queue or other backlog as one look found it. Trends come from several looks.
 *
 * @param resourceKey the queue's own resource
 * @param depth how many elements it holds, or {@link PoolSeen#UNKNOWN}
 * @param capacity how many it takes, or {@link PoolSeen#UNBOUNDED}, or {@link PoolSeen#UNKNOWN}
 * @param highWater the most that any look found in it
 * @param headAgeNanos for how long its first element has been in it, at least; 0 when empty, {@link
 *     PoolSeen#UNKNOWN} when nobody can tell
 * @param lastTake who took last, as far as anybody saw; or null
 * @param lastPut who put last, as far as anybody saw; or null
 * @param blocking whether threads can wait for it: false for plain collections
 */
public record QueueSeen(
    String resourceKey,
    long depth,
    long capacity,
    long highWater,
    long headAgeNanos,
    Hand lastTake,
    Hand lastPut,
    boolean blocking) {

  /**
   * A thread that was seen to move an element.
   *
   * @param threadId who
   * @param threadName its name then
   * @param nanos when, on the clock of {@link Look#nanos()}
   */
  public record Hand(long threadId, String threadName, long nanos) {
    public Hand {
      Objects.requireNonNull(threadName, "threadName");
    }
  }

  public QueueSeen {
    Objects.requireNonNull(resourceKey, "resourceKey");
  }

  /** Whether it has a limit and has reached it. */
  public boolean full() {
    return depth != PoolSeen.UNKNOWN
        && capacity != PoolSeen.UNKNOWN
        && capacity != PoolSeen.UNBOUNDED
        && depth >= capacity;
  }
}
