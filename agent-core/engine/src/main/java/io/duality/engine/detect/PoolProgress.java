package io.duality.engine.detect;

import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Since when pools with queued work have not moved. A pool moves when a task begins or ends; where
 * nobody counts them, when its queue gets shorter, its first element another one, or a worker
 * another task.
 */
final class PoolProgress {
  private static final int MOST_POOLS = 1_000;
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Map<String, Known> pools = new HashMap<>();
  private boolean blank = true;

  /** What is remembered of one pool. */
  private static final class Known {
    long seenAt;
    long movedAt;
    boolean moved;
    long backlogSince;
    long longestGap;
    PoolSeen pool;
    Set<String> running = Set.of();
  }

  /**
   * How a pool stands.
   *
   * @param stillNanos for how long nothing of it has moved, as far as looks saw it
   * @param moved whether it was seen to move before that; else it may have stood still for longer
   * @param backlogNanos for how long it has had queued work without a break
   * @param longestGapNanos the longest time it took before from one movement to the next
   */
  record Standing(long stillNanos, boolean moved, long backlogNanos, long longestGapNanos) {}

  /** Takes over a pool with queued work, as a look shows it. */
  Standing see(PoolSeen pool, long nanos) {
    Known known = pools.get(pool.resourceKey());
    Set<String> running = running(pool);
    boolean followed = known != null && !blank && known.pool != null;
    if (known == null) {
      known = new Known();
      pools.put(pool.resourceKey(), known);
    }
    if (!followed) {
      known.movedAt = nanos;
      known.moved = false;
      known.backlogSince = nanos;
    } else if (moved(known, pool, running, nanos)) {
      known.longestGap = Math.max(known.longestGap, nanos - known.movedAt);
      known.movedAt = nanos;
      known.moved = true;
    }
    known.seenAt = nanos;
    known.pool = pool;
    known.running = running;
    long head = Math.max(0, pool.headAgeNanos());
    return new Standing(
        nanos - known.movedAt,
        known.moved,
        Math.max(head, nanos - known.backlogSince),
        known.longestGap);
  }

  /** The look is over: pools that it did not show with queued work begin anew when they come. */
  void end(long nanos) {
    blank = false;
    Iterator<Known> each = pools.values().iterator();
    while (each.hasNext()) {
      Known known = each.next();
      if (known.seenAt != nanos) {
        known.pool = null;
        known.running = Set.of();
      }
      if (nanos - known.seenAt > FORGOTTEN_NANOS || pools.size() > MOST_POOLS) {
        each.remove();
      }
    }
  }

  /** No look was taken: nothing is known of what happened in between. */
  void nothing() {
    blank = true;
  }

  private static boolean moved(Known known, PoolSeen now, Set<String> running, long nanos) {
    PoolSeen.Counters before = known.pool.counters();
    PoolSeen.Counters after = now.counters();
    if (after.completed() != before.completed() || after.started() != before.started()) {
      return true;
    }
    if (after.started() != PoolSeen.UNKNOWN) {
      return false; // every task is counted, and none began or ended
    }
    if (now.depth() < known.pool.depth()) {
      return true;
    }
    if (!running.equals(known.running) && !running.isEmpty() && !known.running.isEmpty()) {
      return true;
    }
    long was = known.pool.headAgeNanos();
    long expected = was + (nanos - known.seenAt) / 2;
    return was > 0 && now.headAgeNanos() >= 0 && now.headAgeNanos() < expected;
  }

  private static Set<String> running(PoolSeen pool) {
    Set<String> running = new HashSet<>();
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() != TaskSeen.NOBODY && task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
        running.add(task.threadId() + " " + task.startedNanos());
      }
    }
    return running;
  }
}
