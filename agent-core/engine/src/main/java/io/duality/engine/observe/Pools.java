package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.JdkPoolLabels;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JDK's pools of a look: their workers, their figures, and the tasks in front of them. */
final class Pools {
  private static final String JDK = "jdk";
  private static final Class<?> INNOCUOUS = Fields.named("jdk.internal.misc.InnocuousThread");

  private final Backlogs backlogs;
  private final JdkPoolLabels labels;
  private final PoolNames names = new PoolNames();
  private final Works works;

  Pools(Backlogs backlogs, Contexts contexts, JdkPoolLabels labels) {
    this.backlogs = backlogs;
    this.works = new Works(contexts);
    this.labels = labels;
  }

  /** Reads every pool that has workers or work, but for those of the JDK and of the agent. */
  List<PoolReading> read(long now) {
    backlogs.refresh(now);
    TrackedSet pools = backlogs.pools();
    List<PoolReading> readings = new ArrayList<>(pools.size());
    for (int i = 0; i < pools.size(); i++) {
      Object pool = pools.get(i).get();
      if (pool != null) {
        PoolReading reading = new PoolReading(pool, PoolShapes.of(pool), pools.get(i), labels, now);
        if (reading.matters() && !isOfTheJdk(reading)) {
          readings.add(reading);
        }
      }
    }
    return readings;
  }

  private static boolean isOfTheJdk(PoolReading reading) {
    if (reading.workers.isEmpty()) {
      return false;
    }
    Thread worker = reading.workers.get(0);
    return PlatformThreads.isOwn(worker)
        || (INNOCUOUS != null
            && INNOCUOUS.isInstance(worker)
            && PoolNames.given(reading.pool) == null);
  }

  /** Whose workers work the queues that the look's threads wait for. */
  void queues(LookBuilder look) {
    Set<String> put = new HashSet<>();
    for (OpenWait wait : look.waits.values()) {
      if (wait.op().equals("put") || wait.op().equals("transfer")) {
        put.add(wait.resourceKey());
      }
    }
    for (PoolReading reading : look.readings) {
      Object queue = QueueFill.waitedFor(reading.shape.queue(reading.pool));
      Resource resource = queue == null ? null : look.resources.known(queue);
      if (resource == null) {
        continue;
      }
      name(look, reading, queue, resource);
      if (put.contains(resource.key())) {
        work(look, resource.key(), reading, "consumer");
      }
    }
  }

  private Resource name(LookBuilder look, PoolReading reading, Object queue, Resource resource) {
    if (reading.label != null) {
      look.resources.library(queue, "queue of " + names.of(reading));
      return look.resources.of(queue);
    }
    if (resource.named() == Named.CLASS) {
      look.resources.rename(queue, "queue of " + names.of(reading));
      return look.resources.of(queue);
    }
    return resource;
  }

  static void work(LookBuilder look, String key, PoolReading reading, String as) {
    for (Thread worker : reading.workers) {
      look.holds(worker, key, Relation.WORKED_BY, as, 1, SeenBy.SAMPLE);
    }
  }

  /** Adds the figures, once everything that waits is known. */
  void figures(LookBuilder look) {
    Map<Object, String> awaited = awaitedFutures(look);
    for (PoolReading reading : look.readings) {
      String name = names.of(reading);
      Resource pool =
          look.resources.pool(
              reading.pool,
              name,
              PoolNames.by(reading, name),
              reading.shape.limit(reading.pool),
              reading.busy());
      look.pools.put(pool.key(), seen(look, reading, pool, awaited));
    }
  }

  /** The futures that somebody waits for, by identity. */
  private static Map<Object, String> awaitedFutures(LookBuilder look) {
    IdentityHashMap<Object, String> futures = new IdentityHashMap<>();
    Set<String> keys = look.awaited();
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      if (resource.kind() == ResourceKind.FUTURE && keys.contains(resource.key())) {
        futures.put(each.object(), resource.key());
      }
    }
    return futures;
  }

  private PoolSeen seen(
      LookBuilder look, PoolReading reading, Resource pool, Map<Object, String> awaited) {
    PoolShape shape = reading.shape;
    Object queue = QueueFill.waitedFor(shape.queue(reading.pool));
    String queueKey = null;
    if (queue != null) {
      queueKey = name(look, reading, queue, look.resources.of(queue)).key();
    }
    List<Long> workers = new ArrayList<>(reading.workers.size());
    int blocked = 0;
    for (int i = 0; i < reading.workers.size(); i++) {
      Thread worker = reading.workers.get(i);
      workers.add(Peek.threadId(worker));
      if (reading.isBusy(i)) {
        blocked += waits(look, worker) ? 1 : 0;
        if (reading.depth > 0) {
          look.threads.putIfAbsent(Peek.threadId(worker), worker); // who could take the next task
        }
      }
    }
    return new PoolSeen(
        pool.key(),
        reading.label == null ? JDK : reading.label.library(),
        shape.limit(reading.pool),
        workers,
        reading.busy(),
        blocked,
        queueKey,
        queue == null ? null : shape.queue(reading.pool).getClass().getName(),
        reading.depth,
        capacity(shape, reading.pool),
        works.headAge(look, reading),
        works.counters(reading),
        works.delays(reading.pool),
        works.tasks(look, reading, awaited),
        shape.phase(reading.pool));
  }

  private static boolean waits(LookBuilder look, Thread worker) {
    Thread.State state = Peek.state(worker);
    return look.waits.containsKey(Peek.threadId(worker))
        || state == Thread.State.BLOCKED
        || state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING;
  }

  private static long capacity(PoolShape shape, Object pool) {
    long capacity = shape.capacity(pool);
    return capacity == QueueFill.NONE ? PoolSeen.UNBOUNDED : capacity;
  }
}
