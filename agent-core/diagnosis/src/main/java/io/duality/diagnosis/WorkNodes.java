package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.SeenBy;
import io.duality.model.TaskSeen;
import io.duality.model.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What {@code waits.json} says of pools, queues and tasks beside the waits. */
final class WorkNodes {
  private WorkNodes() {}

  /** Pools and queues that belong to the graph: their threads wait, or work waits for them. */
  static Set<String> keys(WaitForGraph graph, Set<Long> threads, Set<String> waited) {
    Set<String> keys = new HashSet<>();
    for (long id : threads) {
      PoolSeen pool = graph.pools().of(id);
      if (pool != null) {
        keys.add(pool.resourceKey());
      }
    }
    for (PoolSeen pool : graph.pools().pools()) {
      if (pool.depth() > 0) {
        keys.add(pool.resourceKey());
      }
    }
    for (QueueSeen queue : graph.pools().queues()) {
      if (queue.depth() > 0) {
        keys.add(queue.resourceKey());
      }
    }
    for (String key : waited) {
      PoolsSeen.Work work = graph.pools().completing(key);
      if (work != null) {
        keys.add(work.pool().resourceKey());
      }
    }
    return keys;
  }

  /** From a future to the pool that has its task. */
  static Map<String, Object> queuedIn(
      WaitForGraph graph, String id, String future, String pool, TaskSeen task) {
    Map<String, Object> edge =
        Json.object("id", id, "from", future, "to", pool, "rel", "queued-in");
    if (task.position() >= 0) {
      edge.put("position", task.position());
    }
    if (task.submittedNanos() != TaskSeen.UNKNOWN_TIME) {
      edge.put("since", Words.milli(graph.look().wall(task.submittedNanos())));
      edge.put("ageMillis", Math.max(0, task.queuedNanos(graph.nanos())) / 1_000_000);
    }
    edge.put("by", SeenBy.HOOK.label());
    return edge;
  }

  /** When a consumer took last, and whether anybody else was seen to. */
  static void share(Map<String, Object> json, WaitForGraph graph, Edge edge) {
    Holding holding = edge.holding();
    if (holding.relation() != Holding.Relation.WORKED_BY) {
      return;
    }
    QueueSeen queue = graph.pools().queue(edge.resourceKey());
    QueueSeen.Hand hand =
        queue == null ? null : "producer".equals(holding.as()) ? queue.lastPut() : queue.lastTake();
    if (hand != null && hand.threadId() == holding.threadId() && !json.containsKey("lastAt")) {
      json.put("lastAt", Words.milli(graph.look().wall(hand.nanos())));
    }
    boolean only =
        graph.holdingsFor(edge.resourceKey()).stream()
            .noneMatch(
                other ->
                    other.threadId() != edge.threadId()
                        && other.holding().relation() == Holding.Relation.WORKED_BY
                        && java.util.Objects.equals(other.holding().as(), holding.as()));
    if (only && json.containsKey("lastAt")) {
      json.put("share", 1.0);
    }
  }
}
