package io.duality.engine.capture;

import io.duality.diagnosis.Progress;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.TaskSeen;
import io.duality.model.TraceRef;
import io.duality.model.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code resources.json} says of pools, queues and tasks beside what it says of everything.
 */
final class PoolFields {
  private final WaitForGraph graph;
  private final List<Look> looks;
  private final Map<String, PoolSeen> pools = new HashMap<>();
  private final Map<String, PoolSeen> before = new HashMap<>();
  private final Map<String, QueueSeen> queues = new HashMap<>();

  PoolFields(WaitForGraph graph, List<Look> looks) {
    this.graph = graph;
    this.looks = looks;
    for (PoolSeen pool : graph.look().pools()) {
      pools.putIfAbsent(pool.resourceKey(), pool);
      if (pool.queueKey() != null) {
        before.putIfAbsent(pool.queueKey(), pool);
      }
    }
    graph.look().queues().forEach(queue -> queues.putIfAbsent(queue.resourceKey(), queue));
  }

  PoolSeen pool(String key) {
    return pools.get(key);
  }

  QueueSeen queue(String key) {
    return queues.get(key);
  }

  /** The name of the pool that takes its tasks from that queue, or null. */
  String poolBefore(String queueKey) {
    PoolSeen pool = before.get(queueKey);
    return pool == null ? null : graph.resource(pool.resourceKey()).name();
  }

  /** How many it may have or take; {@code null} when neither the pool nor the queue says so. */
  Object limit(String key) {
    PoolSeen pool = pools.get(key);
    QueueSeen queue = queues.get(key);
    if (pool != null) {
      return pool.limit() == PoolSeen.UNKNOWN ? "unbounded" : (Object) pool.limit();
    }
    if (queue == null || queue.capacity() == PoolSeen.UNKNOWN) {
      return null;
    }
    return queue.capacity() == PoolSeen.UNBOUNDED ? "unbounded" : (Object) queue.capacity();
  }

  /** Adds what the look knows of this pool, queue or future. */
  void add(Map<String, Object> object, String key) {
    PoolSeen pool = pools.get(key);
    QueueSeen queue = queues.get(key);
    if (pool != null) {
      pool(object, pool);
    }
    if (queue != null) {
      put(object, "depth", queue.depth());
      millis(object, "headAgeMillis", queue.headAgeNanos());
      hand(object, "lastTake", queue.lastTake());
      hand(object, "lastPut", queue.lastPut());
      object.put("blocking", queue.blocking());
    }
    PoolSeen taking = before.get(key);
    if (taking != null) {
      object.put("pool", graph.resource(taking.resourceKey()).name());
      object.put("workers", taking.workers().size());
    }
    if (pool != null || queue != null) {
      trend(object, Progress.of(looks, key));
    }
    task(object, key);
  }

  private void pool(Map<String, Object> object, PoolSeen pool) {
    object.put("library", pool.library());
    object.put("phase", pool.phase().name().toLowerCase(Locale.ROOT));
    object.put("workers", pool.workers().size());
    put(object, "busy", pool.busy());
    put(object, "blocked", pool.blocked());
    put(object, "depth", pool.depth());
    millis(object, "headAgeMillis", pool.headAgeNanos());
    Map<String, Object> queue = Json.object();
    if (pool.queueKey() != null && graph.resource(pool.queueKey()) != null) {
      queue.put("name", graph.resource(pool.queueKey()).name());
    }
    Json.put(queue, "class", pool.queueClass());
    if (pool.capacity() == PoolSeen.UNBOUNDED) {
      queue.put("capacity", "unbounded");
    } else {
      put(queue, "capacity", pool.capacity());
    }
    if (!queue.isEmpty()) {
      object.put("queue", queue);
    }
    counters(object, pool.counters());
    PoolSeen.Delays delays = pool.delays();
    if (delays.count() > 0) {
      object.put(
          "delays",
          Json.object(
              "count", delays.count(),
              "medianMillis", delays.medianNanos() / 1_000_000,
              "p99Millis", delays.p99Nanos() / 1_000_000,
              "maxMillis", delays.maxNanos() / 1_000_000));
    }
    if (!pool.tasks().isEmpty()) {
      object.put("tasks", pool.tasks().stream().map(this::task).toList());
    }
  }

  private static void counters(Map<String, Object> object, PoolSeen.Counters counters) {
    Map<String, Object> known = Json.object();
    put(known, "submitted", counters.submitted());
    put(known, "started", counters.started());
    put(known, "completed", counters.completed());
    put(known, "failed", counters.failed());
    put(known, "rejected", counters.rejected());
    if (!known.isEmpty()) {
      object.put("counters", known);
    }
  }

  private Map<String, Object> task(TaskSeen task) {
    Map<String, Object> object = Json.object("class", task.className());
    boolean queued = task.threadId() == TaskSeen.NOBODY;
    object.put("state", queued ? "queued" : "running");
    if (!queued) {
      object.put("thread", graph.label(task.threadId()));
      object.put("threadId", task.threadId());
    }
    put(object, "position", task.position());
    if (task.submittedNanos() != TaskSeen.UNKNOWN_TIME) {
      object.put("submitted", graph.look().wall(task.submittedNanos()).toString());
      millis(object, "queuedMillis", task.queuedNanos(graph.nanos()));
    }
    if (task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
      object.put("started", graph.look().wall(task.startedNanos()).toString());
    }
    if (task.futureKey() != null && graph.resource(task.futureKey()) != null) {
      object.put("future", graph.resource(task.futureKey()).name());
    }
    TraceRef trace = task.submitter();
    if (trace != null) {
      object.put("traceId", trace.traceId());
      Json.put(object, "spanName", trace.spanName());
    }
    return object;
  }

  /** The task that completes a future, and the pool that has it. */
  private void task(Map<String, Object> object, String futureKey) {
    for (PoolSeen pool : pools.values()) {
      for (TaskSeen task : pool.tasks()) {
        if (futureKey.equals(task.futureKey())) {
          object.put("pool", graph.resource(pool.resourceKey()).name());
          object.put("task", task(task));
          return;
        }
      }
    }
  }

  private void hand(Map<String, Object> object, String field, QueueSeen.Hand hand) {
    if (hand != null) {
      object.put(
          field,
          Json.object(
              "at", graph.look().wall(hand.nanos()).toString(),
              "thread", hand.threadName(),
              "threadId", hand.threadId()));
    }
  }

  private static void trend(Map<String, Object> object, Progress progress) {
    if (progress.looks() < 2) {
      return;
    }
    Map<String, Object> trend =
        Json.object(
            "looks",
            progress.looks(),
            "spanMillis",
            progress.spanNanos() / 1_000_000,
            "growthPerSecond",
            rounded(progress.growth()));
    rate(trend, "arrivalPerSecond", progress.arrival());
    rate(trend, "drainPerSecond", progress.drain());
    rate(trend, "completionPerSecond", progress.completion());
    object.put("trend", trend);
  }

  private static void rate(Map<String, Object> trend, String field, double rate) {
    if (rate >= 0) {
      trend.put(field, rounded(rate));
    }
  }

  private static double rounded(double figure) {
    return Math.round(figure * 100) / 100.0;
  }

  private static void millis(Map<String, Object> object, String field, long nanos) {
    if (nanos >= 0) {
      object.put(field, nanos / 1_000_000);
    }
  }

  private static void put(Map<String, Object> object, String field, long figure) {
    if (figure >= 0) {
      object.put(field, figure);
    }
  }
}
