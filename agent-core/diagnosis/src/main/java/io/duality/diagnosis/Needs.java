package io.duality.diagnosis;

import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All needs of a graph, and which thread delays which of them. */
final class Needs {
  private final Map<Need.Key, Need> needs = new LinkedHashMap<>();
  private final Map<Integer, Need> byWait = new HashMap<>();
  private final Map<Long, List<Need>> delayedBy = new HashMap<>();
  private final Set<Integer> stale = new HashSet<>();

  Needs(WaitForGraph graph) {
    for (Edge edge : graph.edges()) {
      if (edge.waiting() != null) {
        Resource resource = graph.resource(edge.resourceKey());
        boolean notification =
            IdlePolicy.isNotification(edge.waiting(), graph.thread(edge.threadId()), resource);
        Need.Key key =
            new Need.Key(resource.key(), Need.side(edge.waiting(), resource, notification));
        Need need = needs.computeIfAbsent(key, k -> new Need(k, resource));
        need.waits.add(edge);
        byWait.put(edge.number(), need);
      }
    }
    for (Need need : needs.values()) {
      need.waits.sort(GraphParts.OLDEST_FIRST);
      Map<Long, Edge> own = new HashMap<>();
      for (Edge holding : graph.holdingsFor(need.resource.key())) {
        if (need.blockedBy(holding.holding())) {
          need.blockers.add(holding);
          own.put(holding.threadId(), holding);
          delayedBy.computeIfAbsent(holding.threadId(), id -> new ArrayList<>(2)).add(need);
        }
      }
      for (Edge wait : need.waits) {
        Edge holding = own.get(wait.threadId());
        if (holding != null && !need.possible(wait.waiting(), holding.holding())) {
          stale.add(wait.number());
        }
      }
    }
  }

  Collection<Need> all() {
    return needs.values();
  }

  Need of(Edge wait) {
    return byWait.get(wait.number());
  }

  /** Needs that this thread could end. */
  List<Need> delayedBy(long threadId) {
    return delayedBy.getOrDefault(threadId, List.of());
  }

  /** Whether the waiter already has what it waits for: the look saw two moments. */
  boolean stale(Edge wait) {
    return stale.contains(wait.number());
  }
}
