package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Holding;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * S21: what is still held by threads that have ended or have nothing to do, and work of pools that
 * will do no more.
 */
final class AbandonedState implements Rule {
  private static final long OLD_NANOS = 5_000_000_000L;
  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.S21;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Edge edge : incident.graph().edges()) {
      if (edge.holding() != null && findings.size() < MOST) {
        String why = why(incident, edge);
        if (why != null) {
          findings.add(held(incident, edge, why));
        }
      }
    }
    pools(incident, findings);
    return findings;
  }

  /** Why the holder will not give it back; null when it may. */
  static String why(Case incident, Edge edge) {
    WaitForGraph graph = incident.graph();
    Holding holding = edge.holding();
    if (holding.relation() != Holding.Relation.HELD_BY) {
      return null;
    }
    boolean old =
        holding.sinceNanos() == Holding.UNKNOWN_SINCE
            || graph.nanos() - holding.sinceNanos() >= OLD_NANOS;
    ThreadSeen thread = graph.thread(holding.threadId());
    if (thread == null) {
      return incident.sources().contains(Rule.Source.DUMP) ? "has ended" : null;
    }
    if (thread.state() == Thread.State.TERMINATED) {
      return "has ended";
    }
    List<Edge> waits = graph.waitsOf(thread.id());
    boolean jobless =
        !waits.isEmpty() && waits.stream().map(graph::judgement).allMatch(IdlePolicy::jobless);
    return old && jobless
        ? "has no work (" + Words.plain(graph.judgement(waits.get(0)).reason()) + ")"
        : null;
  }

  private Finding held(Case incident, Edge edge, String why) {
    WaitForGraph graph = incident.graph();
    Holding holding = edge.holding();
    Resource resource = graph.resource(edge.resourceKey());
    List<Edge> waits = graph.activeWaitsFor(resource.key());
    return Found.about(incident, pattern(), resource)
        .at(incident.at(edge))
        .threads(List.of(holding.threadId()))
        .waits(waits)
        .severity(waits.isEmpty() ? Severity.INFO : Severity.CRITICAL)
        .sure(why.equals("has ended") ? 0.95 : 0.85)
        .says(
            Words.plain(graph.label(holding.threadId()))
                + " holds "
                + Words.plain(resource.name())
                + (holding.sinceNanos() == Holding.UNKNOWN_SINCE
                    ? ""
                    : " for " + Words.duration(graph.nanos() - holding.sinceNanos()))
                + (holding.at() == null ? "" : ", taken at " + Stacks.full(holding.at()))
                + ", and "
                + why
                + (waits.isEmpty()
                    ? ""
                    : "; "
                        + Words.count(waits.size(), "thread")
                        + (waits.size() == 1 ? " waits" : " wait")
                        + " for it"));
  }

  /** Pools that were shut down with work that nobody will do. */
  private void pools(Case incident, List<Finding> findings) {
    Set<String> told = new HashSet<>();
    for (PoolSeen pool : incident.graph().pools().pools()) {
      boolean over =
          pool.phase() == PoolSeen.Phase.TERMINATED
              || (pool.phase() == PoolSeen.Phase.SHUTDOWN && pool.workers().isEmpty());
      if (over && pool.depth() > 0 && told.add(pool.resourceKey())) {
        Resource resource = incident.graph().resource(pool.resourceKey());
        findings.add(
            Found.about(incident, pattern(), resource)
                .inResources()
                .severity(Severity.WARNING)
                .sure(0.95)
                .says(
                    Words.plain(resource.name())
                        + " has ended with "
                        + Words.count(pool.depth(), "task")
                        + " that nobody will run"));
      }
    }
    incident
        .evidence()
        .looks()
        .forEach(
            look ->
                look.taskEvents().stream()
                    .filter(event -> event.phase() == TaskEvent.Phase.ABANDONED)
                    .filter(event -> told.add(event.poolKey()))
                    .forEach(event -> findings.add(abandoned(incident, event))));
  }

  private Finding abandoned(Case incident, TaskEvent event) {
    return Found.about(incident, pattern(), "pool", event.poolName())
        .inResources()
        .severity(Severity.WARNING)
        .sure(0.95)
        .traces(event.submitter() == null ? List.of() : List.of(event.submitter().traceId()))
        .says(
            Words.plain(event.poolName())
                + " was shut down with work that nobody will do"
                + (event.detail().isEmpty() ? "" : ": " + Words.plain(event.detail())));
  }
}
