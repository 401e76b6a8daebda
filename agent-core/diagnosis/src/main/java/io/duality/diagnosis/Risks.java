package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inventory of what has no limit, or whose limit another pool can use up. */
public final class Risks {
  private final WaitForGraph graph;
  private final List<Risk> risks = new ArrayList<>();

  private Risks(WaitForGraph graph) {
    this.graph = graph;
  }

  /** The risks of the pools and queues of one look, the largest first. */
  public static List<Risk> of(WaitForGraph graph) {
    Risks risks = new Risks(graph);
    risks.pools();
    risks.queues();
    for (Resource resource : graph.resources().values()) {
      if (resource.kind() == ResourceKind.CONNECTION_POOL && resource.limit() > 0) {
        risks.exhaustible(resource);
      }
    }
    risks.risks.sort(Comparator.comparing(Risk::kind).thenComparing(risk -> -risk.size()));
    return List.copyOf(risks.risks);
  }

  private void pools() {
    for (PoolSeen pool : graph.pools().pools()) {
      String name = name(pool.resourceKey());
      if (Pinned.carriers(graph, pool)) {
        continue; // the JVM's own
      }
      if (pool.capacity() == PoolSeen.UNBOUNDED && !timers(pool)) {
        long depth = Math.max(0, pool.depth());
        risks.add(
            new Risk(
                pool.resourceKey(),
                Risk.Kind.UNBOUNDED_QUEUE,
                "the queue of "
                    + name
                    + " has no limit, "
                    + PoolWords.number(depth)
                    + (depth == 1 ? " task in it now" : " tasks in it now"),
                depth));
      } else if (pool.limit() == PoolSeen.UNKNOWN && pool.library().equals("jdk")) {
        risks.add(
            new Risk(
                pool.resourceKey(),
                Risk.Kind.UNBOUNDED_POOL,
                name
                    + " may have any number of threads, "
                    + PoolWords.number(pool.workers().size())
                    + " now",
                pool.workers().size()));
      }
    }
  }

  /** The tasks of a scheduler wait for their time, not for a worker. */
  private static boolean timers(PoolSeen pool) {
    return pool.queueClass() != null && pool.queueClass().contains("DelayedWorkQueue");
  }

  private void queues() {
    for (QueueSeen queue : graph.pools().queues()) {
      if (queue.capacity() == PoolSeen.UNBOUNDED
          && graph.pools().before(queue.resourceKey()) == null) {
        long depth = Math.max(0, queue.depth());
        risks.add(
            new Risk(
                queue.resourceKey(),
                Risk.Kind.UNBOUNDED_QUEUE,
                name(queue.resourceKey())
                    + " has no limit, "
                    + PoolWords.number(depth)
                    + (depth == 1 ? " element in it now" : " elements in it now"),
                depth));
      }
    }
  }

  /** A pool with as many threads as there are connections may hold them all. */
  private void exhaustible(Resource connections) {
    Map<PoolSeen, Integer> held = new HashMap<>();
    Set<Long> holders = new HashSet<>();
    for (Edge edge : graph.holdingsFor(connections.key())) {
      PoolSeen pool = graph.pools().of(edge.threadId());
      if (edge.holding().relation() == Holding.Relation.HELD_BY
          && holders.add(edge.threadId())
          && pool != null) {
        held.merge(pool, 1, Integer::sum);
      }
    }
    held.forEach(
        (pool, n) -> {
          boolean enough = pool.limit() == PoolSeen.UNKNOWN || pool.limit() >= connections.limit();
          if (enough) {
            String others = others(connections, pool);
            risks.add(
                new Risk(
                    connections.key(),
                    Risk.Kind.EXHAUSTIBLE,
                    name(pool.resourceKey())
                        + (pool.limit() == PoolSeen.UNKNOWN
                            ? " (any number of workers)"
                            : " (" + Words.count(pool.limit(), "worker") + ")")
                        + " may hold every connection of "
                        + name(connections.key())
                        + " ("
                        + connections.limit()
                        + ")"
                        + (others == null ? "" : ", so any stall of its tasks stops " + others),
                    n));
          }
        });
  }

  /** What waits for the connections and is none of that pool's. */
  private String others(Resource connections, PoolSeen pool) {
    List<Long> waiting =
        graph.activeWaitsFor(connections.key()).stream()
            .map(Edge::threadId)
            .filter(id -> !pool.equals(graph.pools().of(id)))
            .toList();
    Map<String, Integer> spans = Roots.activities(graph, waiting);
    spans.remove(Roots.UNNAMED_SPAN);
    return spans.isEmpty() ? null : Words.plain(spans.keySet().iterator().next());
  }

  private String name(String key) {
    return Words.plain(graph.resource(key).name());
  }
}
