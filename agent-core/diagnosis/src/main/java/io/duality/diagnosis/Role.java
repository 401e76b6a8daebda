package io.duality.diagnosis;

import io.duality.model.Holding;
import java.util.Set;

/** The part a thread plays in an incident, in the words of {@code manifest.json}. */
final class Role {
  private Role() {}

  /** The same, where an alarm says which threads run without getting anywhere. */
  static String of(WaitForGraph graph, long threadId, Set<Long> spinners) {
    String role = of(graph, threadId);
    return role.equals("bystander") && spinners.contains(threadId) ? "spinner" : role;
  }

  /** The role of a thread: what others need of it comes before what it suffers. */
  static String of(WaitForGraph graph, long threadId) {
    String work = null;
    for (Edge edge : graph.holdingsOf(threadId)) {
      Holding holding = edge.holding();
      boolean wanted =
          graph.needs().delayedBy(threadId).stream()
              .filter(need -> need.resource.key().equals(holding.resourceKey()))
              .flatMap(need -> need.waits.stream())
              .anyMatch(wait -> wait.threadId() != threadId && graph.active(wait));
      if (wanted && holding.relation() == Holding.Relation.HELD_BY) {
        return "holder";
      }
      if (wanted && work == null) {
        work = holding.as();
        work = "consumer".equals(work) || "producer".equals(work) ? work : "worker";
      }
    }
    if (work != null) {
      return work;
    }
    return graph.waitsOf(threadId).stream().anyMatch(graph::active) ? "victim" : "bystander";
  }
}
