package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.SeenBy;
import io.duality.model.json.Json;
import java.util.Map;

/** The edges of {@code waits.json}: who waits for what, and who holds or works it. */
final class WaitEdges {
  private final WaitForGraph graph;
  private final Map<String, String> resourceIds;

  /**
   * @param resourceIds the nodes of resources, by their keys
   */
  WaitEdges(WaitForGraph graph, Map<String, String> resourceIds) {
    this.graph = graph;
    this.resourceIds = resourceIds;
  }

  /** The object of one edge. */
  Map<String, Object> of(Edge edge) {
    return edge.waiting() != null ? waitEdge(edge) : holdingEdge(edge);
  }

  private Map<String, Object> waitEdge(Edge edge) {
    OpenWait wait = edge.waiting();
    Map<String, Object> json =
        Json.object(
            "id",
            edge.id(),
            "from",
            "t" + wait.threadId(),
            "to",
            resourceIds.get(wait.resourceKey()),
            "rel",
            "waits-for",
            "op",
            wait.op(),
            "since",
            time(wait.sinceNanos()),
            "ageMillis",
            millis(wait.ageNanos(graph.nanos())));
    if (Limits.known(wait)) {
      json.put("timeoutMillis", millis(wait.timeoutNanos()));
    }
    json.put("interruptible", wait.interruptible());
    json.put("by", wait.by().label());
    if (!graph.active(edge)) {
      json.put("idle", graph.judgement(edge).reason());
    }
    return json;
  }

  private Map<String, Object> holdingEdge(Edge edge) {
    Holding holding = edge.holding();
    Map<String, Object> json =
        Json.object(
            "id",
            edge.id(),
            "from",
            resourceIds.get(holding.resourceKey()),
            "to",
            "t" + holding.threadId(),
            "rel",
            holding.relation().label());
    Json.put(json, "as", holding.as());
    if (holding.count() > 1) {
      json.put("count", holding.count());
    }
    if (holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
      if (holding.by() == SeenBy.SEEN) {
        json.put("lastAt", time(holding.sinceNanos()));
      } else {
        json.put("since", time(holding.sinceNanos()));
        json.put("ageMillis", millis(Math.max(0, graph.nanos() - holding.sinceNanos())));
      }
    }
    WorkNodes.share(json, graph, edge);
    Json.put(json, "at", holding.at() == null ? null : Stacks.full(holding.at()));
    WaitNodes.takenFor(json, holding, graph.thread(holding.threadId()));
    json.put("by", holding.by().label());
    return json;
  }

  private String time(long nanos) {
    return Words.milli(graph.look().wall(nanos));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
