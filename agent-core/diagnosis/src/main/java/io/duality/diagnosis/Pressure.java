package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import java.util.HashSet;
import java.util.Set;

/** Work that waits for the threads of an incident: for a worker, or for a carrier. */
final class Pressure {
  private final WaitForGraph graph;
  private final PoolSeen pool;

  private Pressure(WaitForGraph graph, PoolSeen pool) {
    this.graph = graph;
    this.pool = pool;
  }

  /** What waits for the threads at and behind a root; null when nothing does. */
  static Pressure of(Case incident, Root root) {
    Set<Long> members = new HashSet<>(root.behind());
    if (root.threadId() != null) {
      members.add(root.threadId());
    }
    if (root.cycle() != null) {
      members.addAll(root.cycle().threads());
    }
    WaitForGraph graph = incident.graph();
    for (Starved starved : Starved.of(incident.evidence())) {
      if (starved.pool().workers().stream().anyMatch(members::contains)) {
        return new Pressure(graph, starved.pool());
      }
    }
    for (PoolSeen pool : graph.pools().pools()) {
      boolean kept =
          Pinned.carriers(graph, pool)
              && pool.depth() > 0
              && pool.blocked() > 0
              && Pinned.waiting(graph, pool).stream().anyMatch(members::contains);
      if (kept) {
        return new Pressure(graph, pool);
      }
    }
    return null;
  }

  PoolSeen pool() {
    return pool;
  }

  boolean carriers() {
    return Pinned.carriers(graph, pool);
  }

  /** {@code 312 tasks wait for a worker}. */
  String brief() {
    long n = pool.depth();
    if (carriers()) {
      return "they keep "
          + pool.blocked()
          + " of "
          + Words.count(pool.workers().size(), "carrier")
          + ", "
          + PoolWords.number(n)
          + (n == 1 ? " virtual thread waits for one" : " virtual threads wait for one");
    }
    return PoolWords.number(n) + (n == 1 ? " task waits for a worker" : " tasks wait for a worker");
  }

  /** {@code 312 tasks wait for a worker of `pool sync`, the first for 58 s}. */
  String sentence() {
    String brief = brief();
    return (carriers() ? "They" + brief.substring(4) : brief)
        + (carriers() ? "" : " of " + Words.code(graph.resource(pool.resourceKey()).name()))
        + (pool.headAgeNanos() > 0 ? ", the first for " + Words.duration(pool.headAgeNanos()) : "")
        + PoolWords.handedOver(pool);
  }
}
