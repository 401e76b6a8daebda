package io.duality.diagnosis;

import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import io.duality.model.json.Json;
import java.util.List;
import java.util.Map;

/** The nodes of {@code waits.json}. */
final class WaitNodes {
  private WaitNodes() {}

  static Map<String, Object> thread(WaitForGraph graph, long id) {
    ThreadSeen thread = graph.thread(id);
    Map<String, Object> node =
        Json.object("id", "t" + id, "kind", "thread", "name", graph.label(id));
    node.put("state", thread == null ? "UNKNOWN" : thread.state().name());
    if (thread != null && thread.virtual()) {
      node.put("virtual", true);
    }
    if (thread != null && thread.trace() != null) {
      node.put("traceId", thread.trace().traceId());
      node.put("spanId", thread.trace().spanId());
      Json.put(node, "spanName", thread.trace().spanName());
    }
    node.put("role", Role.of(graph, id));
    return node;
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
    if (resource.limit() >= 0) {
      node.put("limit", resource.limit());
    }
    if (resource.depth() >= 0) {
      node.put(resource.kind() == ResourceKind.QUEUE ? "depth" : "inUse", resource.depth());
    }
    List<Edge> waits = graph.waitsFor(resource.key());
    long active = waits.stream().filter(graph::active).count();
    node.put("waiting", active);
    if (waits.size() > active) {
      node.put("idle", waits.size() - active);
    }
    return node;
  }
}
