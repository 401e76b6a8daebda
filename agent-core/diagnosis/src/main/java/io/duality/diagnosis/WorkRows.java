package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.Resource;

/** Pools and queues as rows of the summary's table. */
final class WorkRows {
  private WorkRows() {}

  /** A pool: its workers, its queue, and how fast that fills and drains. */
  static String row(Case incident, PoolSeen pool) {
    WaitForGraph graph = incident.graph();
    Resource resource = graph.resource(pool.resourceKey());
    Progress progress = Progress.of(incident.evidence().looks(), resource.key());
    String flow = PoolWords.flow(progress);
    boolean carriers = Pinned.carriers(graph, pool);
    return "| "
        + Words.code(resource.name())
        + " | pool, "
        + pool.busy()
        + " of "
        + (pool.limit() == PoolSeen.UNKNOWN ? pool.workers().size() : pool.limit())
        + (carriers ? " kept, " : " busy, ")
        + (pool.blocked() > 0 && !carriers ? pool.blocked() + " waiting, " : "")
        + PoolWords.number(pool.depth())
        + " queued"
        + (pool.capacity() == PoolSeen.UNBOUNDED || pool.capacity() < 0
            ? ""
            : " of " + PoolWords.number(pool.capacity()))
        + (flow.isEmpty() ? "" : ", " + flow)
        + " | "
        + workers(graph, pool)
        + " | "
        + (pool.headAgeNanos() > 0
            ? "none, the first waits " + Words.duration(pool.headAgeNanos())
            : "none")
        + " | "
        + (carriers ? "a carrier becomes free" : "a worker becomes free")
        + " |";
  }

  private static String workers(WaitForGraph graph, PoolSeen pool) {
    if (pool.workers().isEmpty()) {
      return "no worker";
    }
    java.util.List<String> labels = pool.workers().stream().map(graph::label).toList();
    String fold = labels.size() > 2 ? Words.fold(labels) : null;
    return fold == null
        ? Words.some(labels.stream().map(Words::code).toList(), 2)
        : labels.size() + " " + Words.code(fold);
  }
}
