package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the workers of a pool wait for. */
final class Workers {
  private Workers() {}

  /** Their active waits, the oldest first. */
  static List<Edge> waits(WaitForGraph graph, PoolSeen pool) {
    List<Edge> waits = new ArrayList<>();
    for (long id : pool.workers()) {
      Edge wait = graph.mainWait(id);
      if (wait != null && graph.active(wait)) {
        waits.add(wait);
      }
    }
    waits.sort(GraphParts.OLDEST_FIRST);
    return waits;
  }

  /** How many of them wait for which resource, by the resource's name, the most first. */
  static Map<String, Integer> waitedFor(WaitForGraph graph, PoolSeen pool) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Edge wait : waits(graph, pool)) {
      counts.merge(Words.stable(graph.resource(wait.resourceKey()).name()), 1, Integer::sum);
    }
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
