package io.duality.engine.observe;

import io.duality.boot.Names;
import java.util.concurrent.BlockingQueue;

/**
 * The pools and queues of this process, found through the threads that work for them and through
 * their names, and whether work piles up in one of them. A pool of which neither is known, with no
 * thread of its own kind, is not seen.
 */
final class Backlogs {
  private static final long CENSUS_NANOS = 10_000_000_000L;

  /** A long chain is counted so seldom. */
  private static final long LONG_WALK_NANOS = 5_000_000_000L;

  private final PlatformThreads platform;
  private final TrackedSet pools = new TrackedSet();
  private final TrackedSet queues = new TrackedSet();
  private final Names.Seen census = this::named;
  private long listed = -1;
  private long countedAt;
  private boolean counted;

  Backlogs(PlatformThreads platform) {
    this.platform = platform;
  }

  /** Finds what is new: by threads when threads were listed anew, by names every ten seconds. */
  void refresh(long now) {
    if (platform.listed() != listed) {
      listed = platform.listed();
      for (int i = 0; i < platform.count(); i++) {
        Object pool = PoolShape.poolOf(platform.get(i));
        if (pool != null) {
          pools.of(pool);
        }
      }
    }
    if (!counted || now - countedAt >= CENSUS_NANOS) {
      counted = true;
      countedAt = now;
      pools.sweep();
      queues.sweep();
      Names.backlogs(census);
      Object scheduler = Carriers.scheduler();
      if (scheduler != null) {
        pools.of(scheduler);
      }
    }
  }

  private void named(Object object) {
    if (PoolShapes.of(object) != null) {
      pools.of(object);
    } else if (object instanceof BlockingQueue<?> || PlainFill.is(object)) {
      queues.of(object);
    }
  }

  TrackedSet pools() {
    return pools;
  }

  TrackedSet queues() {
    return queues;
  }

  /** Whether work waits for the workers of a pool, or a queue grows; allocates nothing. */
  boolean glance(long now) {
    boolean found = false;
    for (int i = 0; i < pools.size(); i++) {
      Tracked tracked = pools.get(i);
      Object pool = tracked.get();
      if (pool != null) {
        PoolShape shape = PoolShapes.of(pool);
        long depth = shape.depth(pool, now);
        found |= tracked.tasksWait(depth > 0 ? shape.head(pool) : null, depth, now);
      }
    }
    for (int i = 0; i < queues.size(); i++) {
      Tracked tracked = queues.get(i);
      Object queue = tracked.get();
      if (queue != null) {
        found |= PlainFill.is(queue) ? plainGrows(queue, tracked, now) : grows(queue, tracked, now);
      }
    }
    return found;
  }

  private static boolean grows(Object queue, Tracked tracked, long now) {
    long depth = QueueFill.depth(queue);
    return tracked.grows(depth > 0 ? QueueItems.head(queue) : null, depth, now);
  }

  private static boolean plainGrows(Object queue, Tracked tracked, long now) {
    if (tracked.isLong() && now - tracked.walkedAt < LONG_WALK_NANOS) {
      return tracked.isGrowing();
    }
    tracked.walkedAt = now;
    long depth = PlainFill.depth(queue);
    return tracked.grows(depth > 0 ? PlainFill.head(queue) : null, depth, now);
  }
}
