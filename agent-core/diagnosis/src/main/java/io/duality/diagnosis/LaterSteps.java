package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** What would have kept a silent peer, or a slow one, from stopping everything behind it. */
final class LaterSteps {
  private LaterSteps() {}

  /** Clauses without their full stop; empty when nothing is known that would help. */
  static List<String> of(Case incident, Root root) {
    WaitForGraph graph = incident.graph();
    List<String> clauses = new ArrayList<>();
    Edge wait = graph.activeWaitsFor(root.resourceKey()).get(0);
    if (Limits.none(wait.waiting())) {
      clauses.add(timeout(graph, wait));
    }
    for (Chain.Level level : new Block(incident, root).levels()) {
      Resource resource = graph.resource(level.resourceKey());
      OpenWait first = level.followed().waiting();
      if (IdlePolicy.isPut(first, resource) && Limits.none(first)) {
        clauses.add("`offer` with a timeout for `put` into " + Words.code(resource.name()));
      }
      String fewer = fewer(graph, level, resource);
      if (fewer != null) {
        clauses.add(fewer);
      }
    }
    Pressure pressure = Pressure.of(incident, root);
    if (pressure != null && pressure.carriers()) {
      clauses.add(
          "`ReentrantLock` instead of `synchronized` around that wait (JDK 24 and later leave the"
              + " carrier there), or platform threads for it");
    }
    return clauses;
  }

  private static String timeout(WaitForGraph graph, Edge wait) {
    StackTraceElement frame = graph.places().application(graph.thread(wait.threadId()));
    String op = wait.waiting().op();
    return (op.equals("read") || op.equals("write") || op.equals("connect")
            ? "a " + op + " timeout"
            : "a timeout for this " + Words.plain(op))
        + (frame == null ? "" : " for " + Words.code(Stacks.brief(frame)));
  }

  /** One pool's threads hold every connection. */
  private static String fewer(WaitForGraph graph, Chain.Level level, Resource resource) {
    if (resource.kind() != ResourceKind.CONNECTION_POOL || resource.limit() <= 0) {
      return null;
    }
    List<Long> holders = new ArrayList<>();
    for (Edge edge : level.holdings()) {
      if (edge.holding().relation() == Holding.Relation.HELD_BY) {
        holders.add(edge.threadId());
      }
    }
    PoolSeen pool = holders.isEmpty() ? null : PoolWords.common(graph, holders);
    boolean all =
        pool != null && (pool.limit() == PoolSeen.UNKNOWN || pool.limit() >= resource.limit());
    return all
        ? "fewer workers in "
            + Words.code(graph.resource(pool.resourceKey()).name())
            + " than connections in "
            + Words.code(resource.name())
        : null;
  }
}
