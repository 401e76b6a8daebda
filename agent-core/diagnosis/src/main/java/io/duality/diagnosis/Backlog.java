package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;

/**
 * A queue that becomes deeper from look to look.
 *
 * @param resource the pool that it belongs to, or the queue itself
 * @param pool the pool, or null
 * @param depth how much is in it
 * @param capacity how much it takes
 * @param headAgeNanos how old its first element is, or less than 0
 * @param progress how it went
 */
record Backlog(
    Resource resource,
    PoolSeen pool,
    long depth,
    long capacity,
    long headAgeNanos,
    Progress progress) {

  /** The backlog of a pool or queue; null when it does not grow. */
  static Backlog of(Evidence evidence, Resource resource, PoolSeen pool) {
    Progress progress = Progress.of(evidence.looks(), resource.key());
    if (!progress.grows(QueueBuildUp.LOOKS)) {
      return null;
    }
    if (pool != null) {
      return new Backlog(
          resource, pool, pool.depth(), pool.capacity(), pool.headAgeNanos(), progress);
    }
    for (QueueSeen queue : evidence.dumpLook().queues()) {
      if (queue.resourceKey().equals(resource.key())) {
        return new Backlog(
            resource, null, queue.depth(), queue.capacity(), queue.headAgeNanos(), progress);
      }
    }
    return null;
  }

  boolean unbounded() {
    return capacity == PoolSeen.UNBOUNDED;
  }

  /** {@code pool x: 48,211 tasks queued, 120/s in, 4/s out, the first for 6 min; no limit}. */
  String sentence() {
    String flow = PoolWords.flow(progress);
    return Words.plain(resource.name())
        + ": "
        + PoolWords.number(depth)
        + (pool == null ? " elements" : " tasks queued")
        + (unbounded() || capacity < 0 ? "" : " of " + PoolWords.number(capacity) + " at most")
        + ", "
        + (flow.isEmpty()
            ? PoolWords.number(Math.round(progress.growth())) + " more each second"
            : flow)
        + ", growing in "
        + progress.looks()
        + " looks"
        + (headAgeNanos > 0 ? ", the first waits " + Words.duration(headAgeNanos) : "")
        + (unbounded() ? "; it has no limit" : "");
  }
}
