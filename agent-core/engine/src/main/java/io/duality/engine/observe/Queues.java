package io.duality.engine.observe;

import io.duality.engine.observe.Resources.Thing;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;

/**
 * The blocking queues of a look: those that somebody waits for, those in front of pools, and those
 * with a name that hold something.
 */
final class Queues {
  private static final int SEVERAL = 2;
  private static final String MONITOR = ResourceKind.MONITOR.label() + ":";

  /** What the threads of the Java runtime wait for. */
  private static final String OWN_LOCK = "java.lang.ref.";

  private final Backlogs backlogs;
  private final Hands hands;

  Queues(Backlogs backlogs, Hands hands) {
    this.backlogs = backlogs;
    this.hands = hands;
  }

  /** Adds their figures, after those of the pools. */
  void figures(LookBuilder look) {
    Map<String, PoolSeen> ofPools = new HashMap<>();
    look.pools.values().stream()
        .filter(pool -> pool.queueKey() != null)
        .forEach(pool -> ofPools.put(pool.queueKey(), pool));
    Set<String> awaited = look.awaited();
    handWritten(look);
    for (Thing each : things(look)) {
      Resource resource = each.resource();
      if (look.queues.containsKey(resource.key()) && !(each.object() instanceof BlockingQueue<?>)) {
        continue; // only its library's rule can read it
      }
      PoolSeen pool = ofPools.get(resource.key());
      if (pool != null) {
        look.queues.put(resource.key(), ofPool(each.object(), resource, pool));
      } else if (awaited.contains(resource.key()) || resource.depth() > 0) {
        look.queues.put(
            resource.key(),
            seen(each.object(), resource, awaited.contains(resource.key()), look.now));
      }
    }
  }

  /** Every queue that is a resource of the look, and becomes one because it holds something. */
  private List<Thing> things(LookBuilder look) {
    TrackedSet named = backlogs.queues();
    for (int i = 0; i < named.size(); i++) {
      Object queue = named.get(i).get();
      if (queue instanceof BlockingQueue<?> && QueueFill.depth(queue) > 0) {
        look.resources.of(queue);
      } else if (queue != null && PlainFill.is(queue)) {
        plain(look, queue, named.get(i));
      }
    }
    List<Thing> queues = new ArrayList<>(look.resources.things());
    queues.removeIf(each -> each.resource().kind() != ResourceKind.QUEUE);
    return queues;
  }

  /** Its depth is as of the last glance, which counted it. */
  private void plain(LookBuilder look, Object queue, Tracked tracked) {
    Resource resource = tracked.depth() > 0 ? look.resources.plain(queue, tracked.depth()) : null;
    if (resource != null) {
      boolean late = tracked.headSince() != Tracked.NONE && tracked.moreCame(tracked.depth());
      look.queues.putIfAbsent(
          resource.key(),
          new QueueSeen(
              resource.key(),
              tracked.depth(),
              PoolSeen.UNBOUNDED,
              tracked.highWater(),
              late ? look.now - tracked.headSince() : PoolSeen.UNKNOWN,
              null,
              null,
              false));
    }
  }

  /**
   * Objects on which several threads wait to be notified: a buffer that somebody wrote by hand, of
   * which nothing but its users is known.
   */
  private static void handWritten(LookBuilder look) {
    Map<String, Integer> waiters = new HashMap<>();
    for (OpenWait wait : look.waits.values()) {
      if (wait.op().equals("wait")) {
        waiters.merge(wait.resourceKey(), 1, Integer::sum);
      }
    }
    waiters.forEach(
        (key, count) -> {
          if (count >= SEVERAL && key.startsWith(MONITOR) && !key.startsWith(MONITOR + OWN_LOCK)) {
            look.queues.putIfAbsent(
                key,
                new QueueSeen(
                    key,
                    PoolSeen.UNKNOWN,
                    PoolSeen.UNKNOWN,
                    PoolSeen.UNKNOWN,
                    PoolSeen.UNKNOWN,
                    null,
                    null,
                    true));
          }
        });
  }

  private QueueSeen ofPool(Object queue, Resource resource, PoolSeen pool) {
    Tracked tracked = backlogs.queues().of(queue);
    if (tracked != null) {
      tracked.reaches(pool.depth());
    }
    return queue(
        resource,
        pool.depth(),
        pool.capacity(),
        tracked == null ? pool.depth() : tracked.highWater(),
        pool.headAgeNanos());
  }

  private QueueSeen seen(Object queue, Resource resource, boolean awaited, long now) {
    long depth = QueueFill.depth(queue);
    long limit = QueueFill.limit(queue);
    long capacity =
        limit != QueueFill.NONE
            ? limit
            : depth == QueueFill.NONE ? PoolSeen.UNKNOWN : PoolSeen.UNBOUNDED;
    Tracked tracked = backlogs.queues().of(queue);
    long age = depth == 0 ? 0 : PoolSeen.UNKNOWN;
    long highWater = depth;
    if (tracked != null) {
      tracked.head(depth > 0 ? QueueItems.head(queue) : null, depth, now);
      highWater = tracked.highWater();
      // What only lies in a queue, as in a store of spare parts, is not late.
      if (tracked.headSince() != Tracked.NONE && (awaited || tracked.moreCame(depth))) {
        age = now - tracked.headSince();
      }
    }
    return queue(resource, depth, capacity, highWater, age);
  }

  private QueueSeen queue(
      Resource resource, long depth, long capacity, long highWater, long headAge) {
    return new QueueSeen(
        resource.key(),
        depth,
        capacity,
        highWater,
        headAge,
        Hands.last(hands.takers(resource.key())),
        Hands.last(hands.putters(resource.key())),
        true);
  }
}
