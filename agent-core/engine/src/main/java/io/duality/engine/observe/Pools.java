package io.duality.engine.observe;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import io.duality.engine.library.JdkPoolLabels;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Counters;
import io.duality.model.PoolSeen.Delays;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JDK's pools of a look: their workers, their figures, and the tasks in front of them. */
final class Pools {
  /** How many of the tasks that nobody waits for are named. */
  private static final int FIRST_TASKS = 8;

  private static final String JDK = "jdk";
  private static final Class<?> INNOCUOUS = Fields.named("jdk.internal.misc.InnocuousThread");

  private final Backlogs backlogs;
  private final JdkPoolLabels labels;
  private final PoolNames names = new PoolNames();

  Pools(Backlogs backlogs, JdkPoolLabels labels) {
    this.backlogs = backlogs;
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
        PoolReading reading = new PoolReading(pool, PoolShape.of(pool), pools.get(i), labels, now);
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
            && Names.nameOf(reading.pool) == null);
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
      Resource pool =
          look.resources.pool(
              reading.pool,
              names.of(reading),
              PoolNames.by(reading),
              reading.shape.limit(reading.pool),
              reading.busy());
      look.pools.put(pool.key(), seen(look, reading, pool, awaited));
    }
  }

  /** The futures that somebody waits for, by identity. */
  private static Map<Object, String> awaitedFutures(LookBuilder look) {
    Map<Object, String> futures = new IdentityHashMap<>();
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
        headAge(look, reading),
        counters(reading),
        Delays.NONE,
        tasks(look, reading, awaited),
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

  private static long headAge(LookBuilder look, PoolReading reading) {
    long due = reading.shape.headSince(reading.pool, look.now);
    if (due != Tracked.NONE) {
      return Math.max(0, look.now - due);
    }
    Object head = reading.depth > 0 ? reading.shape.head(reading.pool) : null;
    reading.tracked.head(head, reading.depth, look.now);
    return head == null
        ? (reading.depth > 0 ? PoolSeen.UNKNOWN : 0)
        : look.now - reading.tracked.headSince();
  }

  private static Counters counters(PoolReading reading) {
    long completed = reading.shape.completed(reading.pool);
    if (!reading.shape.countsAll(reading.pool)) {
      return new Counters(
          PoolSeen.UNKNOWN, PoolSeen.UNKNOWN, completed, PoolSeen.UNKNOWN, PoolSeen.UNKNOWN);
    }
    long started = completed + reading.busy();
    return new Counters(
        started + Math.max(0, reading.depth),
        started,
        completed,
        PoolSeen.UNKNOWN,
        PoolSeen.UNKNOWN);
  }

  private static List<TaskSeen> tasks(
      LookBuilder look, PoolReading reading, Map<Object, String> awaited) {
    if (reading.depth <= 0) {
      return List.of();
    }
    List<TaskSeen> tasks = new ArrayList<>();
    int most = awaited.isEmpty() ? FIRST_TASKS : Futures.MOST_TASKS;
    reading.shape.tasks(
        reading.pool,
        most,
        (task, position) -> {
          Object future = Futures.completedBy(task);
          String key = awaited.get(task);
          if (key == null && future != null) {
            key = awaited.get(future);
          }
          if (key != null
              || (tasks.size() < FIRST_TASKS && reading.shape.isReady(task, look.now))) {
            tasks.add(queued(task, key, position));
          }
          return tasks.size() < PoolSeen.MOST_TASKS;
        });
    return tasks;
  }

  private static TaskSeen queued(Object task, String futureKey, int position) {
    return new TaskSeen(
        TaskNames.work(task),
        TaskSeen.NOBODY,
        TaskSeen.UNKNOWN_TIME,
        TaskSeen.UNKNOWN_TIME,
        null,
        futureKey,
        position);
  }
}
