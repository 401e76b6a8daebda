package io.duality.engine.detect;

import io.duality.diagnosis.Flow;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;

/** A queue, alone or in front of a pool's workers. */
record Backlog(String key, PoolSeen pool, QueueSeen queue) {
  long depth() {
    return pool == null ? queue.depth() : pool.depth();
  }

  long capacity() {
    return pool == null ? queue.capacity() : pool.capacity();
  }

  long headAge() {
    return Math.max(
        queue == null ? 0 : queue.headAgeNanos(), pool == null ? 0 : pool.headAgeNanos());
  }

  Flow.Point point(long nanos) {
    return pool != null
        ? Flow.point(nanos, pool)
        : new Flow.Point(nanos, queue.depth(), PoolSeen.UNKNOWN, PoolSeen.UNKNOWN);
  }
}
