package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Turns a look into nodes and edges in an order that depends on nothing but the look. */
final class GraphParts {
  static final Comparator<Edge> OLDEST_FIRST =
      Comparator.<Edge>comparingLong(edge -> edge.waiting().sinceNanos())
          .thenComparingLong(Edge::threadId)
          .thenComparingInt(Edge::number);

  private GraphParts() {}

  static Map<Long, ThreadSeen> threads(Look look, Collection<ThreadSeen> stacks) {
    Map<Long, ThreadSeen> threads = new LinkedHashMap<>();
    look.threads().forEach(thread -> threads.put(thread.id(), thread));
    for (ThreadSeen thread : stacks) {
      threads.merge(thread.id(), thread, GraphParts::join);
    }
    return threads;
  }

  /** State and trace belong to the look; frames it did not take come from the dump. */
  private static ThreadSeen join(ThreadSeen seen, ThreadSeen dumped) {
    return new ThreadSeen(
        seen.id(),
        seen.name().isEmpty() ? dumped.name() : seen.name(),
        seen.virtual(),
        seen.daemon(),
        seen.state(),
        seen.trace() == null ? dumped.trace() : seen.trace(),
        seen.frames().isEmpty() ? dumped.frames() : seen.frames());
  }

  static Map<String, Resource> resources(Look look) {
    Map<String, Resource> resources = new LinkedHashMap<>();
    look.resources().forEach(resource -> resources.putIfAbsent(resource.key(), resource));
    look.pools()
        .forEach(
            pool ->
                resources.computeIfAbsent(pool.resourceKey(), key -> bare(key, ResourceKind.POOL)));
    look.queues()
        .forEach(
            queue ->
                resources.computeIfAbsent(
                    queue.resourceKey(), key -> bare(key, ResourceKind.QUEUE)));
    look.waits().forEach(wait -> resources.computeIfAbsent(wait.resourceKey(), GraphParts::bare));
    look.holdings().forEach(h -> resources.computeIfAbsent(h.resourceKey(), GraphParts::bare));
    return resources;
  }

  private static Resource bare(String key) {
    return bare(key, ResourceKind.SYNCHRONIZER);
  }

  private static Resource bare(String key, ResourceKind kind) {
    return new Resource(key, kind, key, key, 0, -1, -1, Resource.Named.CLASS);
  }

  static List<Edge> edges(Look look, List<Holding> implied) {
    List<OpenWait> waits = new ArrayList<>(new LinkedHashSet<>(look.waits()));
    waits.sort(
        Comparator.comparingLong(OpenWait::threadId)
            .thenComparingLong(OpenWait::sinceNanos)
            .thenComparing(wait -> wait.by() == SeenBy.SAMPLE)
            .thenComparing(OpenWait::resourceKey)
            .thenComparing(OpenWait::op));
    List<Holding> holdings = new ArrayList<>(new LinkedHashSet<>(look.holdings()));
    holdings.addAll(implied);
    holdings.sort(
        Comparator.comparing(Holding::resourceKey)
            .thenComparingLong(Holding::threadId)
            .thenComparing(Holding::relation));
    List<Edge> edges = new ArrayList<>(waits.size() + holdings.size());
    for (OpenWait wait : waits) {
      edges.add(new Edge(edges.size() + 1, wait, null));
    }
    for (Holding holding : holdings) {
      edges.add(new Edge(edges.size() + 1, null, holding));
    }
    return edges;
  }
}
