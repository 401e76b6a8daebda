package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of {@code waits.json}. */
final class WaitNodes {
  private WaitNodes() {}

  static Map<String, Object> thread(WaitForGraph graph, long id, String pool, Set<Long> spinners) {
    ThreadSeen thread = graph.thread(id);
    Map<String, Object> node =
        Json.object("id", "t" + id, "kind", "thread", "name", graph.label(id));
    node.put("state", thread == null ? "UNKNOWN" : thread.state().name());
    if (thread != null && thread.virtual()) {
      node.put("virtual", true);
    }
    if (thread != null) {
      trace(node, thread.trace());
    }
    node.put("role", Role.of(graph, id, spinners));
    Json.put(node, "pool", pool);
    return node;
  }

  private static void trace(Map<String, Object> node, TraceRef trace) {
    if (trace != null) {
      node.put("traceId", trace.traceId());
      node.put("spanId", trace.spanId());
      Json.put(node, "spanName", trace.spanName());
    }
  }

  /** The trace that something was taken for, when its holder carries another one by now. */
  static void takenFor(Map<String, Object> edge, Holding holding, ThreadSeen thread) {
    TraceRef now = thread == null ? null : thread.trace();
    TraceRef then = holding.trace();
    if (then != null && (now == null || !now.spanId().equals(then.spanId()))) {
      trace(edge, then);
    }
  }

  static Map<String, Object> resource(WaitForGraph graph, Resource resource, String id) {
    Map<String, Object> node =
        Json.object(
            "id",
            id,
            "kind",
            resource.kind().label(),
            "name",
            resource.name(),
            "class",
            resource.className());
    PoolSeen pool = graph.pools().pool(resource.key());
    QueueSeen queue = graph.pools().queue(resource.key());
    if (pool != null) {
      pool(node, pool);
    } else if (queue != null) {
      limit(node, queue.capacity());
      put(node, "depth", queue.depth());
    } else {
      limit(node, resource.limit());
      put(node, resource.kind() == ResourceKind.QUEUE ? "depth" : "inUse", resource.depth());
    }
    List<Edge> waits = graph.waitsFor(resource.key());
    long active = waits.stream().filter(graph::active).count();
    node.put("waiting", active);
    if (waits.size() > active) {
      node.put("idle", waits.size() - active);
    }
    return node;
  }

  private static void pool(Map<String, Object> node, PoolSeen pool) {
    limit(node, pool.limit());
    node.put("workers", pool.workers().size());
    put(node, "inUse", pool.busy());
    put(node, "blocked", pool.blocked());
    put(node, "depth", pool.depth());
  }

  private static void limit(Map<String, Object> node, long limit) {
    if (limit >= Integer.MAX_VALUE) {
      node.put("unbounded", true);
    } else {
      put(node, "limit", limit);
    }
  }

  private static void put(Map<String, Object> node, String field, long figure) {
    if (figure >= 0) {
      node.put(field, figure);
    }
  }
}
