package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Holding;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S28: futures without a runner, full queues without a consumer, owners that are gone. */
final class BrokenLink implements Rule {
  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.S28;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : graph.resources().values()) {
      List<Edge> waits =
          graph.activeWaitsFor(resource.key()).stream().filter(incident::lasting).toList();
      if (!waits.isEmpty() && findings.size() < MOST) {
        broken(incident, resource, waits, findings);
      }
    }
    return findings;
  }

  private void broken(Case incident, Resource resource, List<Edge> waits, List<Finding> findings) {
    WaitForGraph graph = incident.graph();
    List<Holding> blockers = graph.blockersOf(waits.get(0));
    String name = Words.plain(resource.name());
    String wait = Words.count(waits.size(), "thread") + (waits.size() == 1 ? " waits" : " wait");
    if (blockers.isEmpty() && resource.kind() == ResourceKind.FUTURE) {
      PoolsSeen.Work work = graph.pools().completing(resource.key());
      findings.add(
          Found.about(incident, pattern(), resource)
              .waits(waits)
              .sure(work == null ? 0.6 : 0.9)
              .says(
                  wait
                      + " for "
                      + name
                      + (work == null
                          ? ": no thread runs what completes it, and no pool that was seen has it"
                          : ": its task is queued in a pool without a worker")));
    } else if (blockers.isEmpty() && IdlePolicy.isPut(waits.get(0).waiting(), resource)) {
      findings.add(
          Found.about(incident, pattern(), resource)
              .waits(waits)
              .sure(0.6)
              .says(wait + " for room in " + name + ": nobody was seen to take from it"));
    } else if (!blockers.isEmpty() && blockers.stream().allMatch(each -> gone(incident, each))) {
      boolean works = blockers.get(0).relation() == Holding.Relation.WORKED_BY;
      findings.add(
          Found.about(incident, pattern(), resource)
              .waits(waits)
              .threads(blockers.stream().map(Holding::threadId).toList())
              .severity(Severity.CRITICAL)
              .sure(0.95)
              .says(
                  wait
                      + " for "
                      + name
                      + ": "
                      + (works ? "who worked it" : "its owner")
                      + " has ended ("
                      + Words.some(incident.labels(threads(blockers)), 3)
                      + ")"));
    }
  }

  private static List<Long> threads(List<Holding> holdings) {
    return holdings.stream().map(Holding::threadId).distinct().toList();
  }

  private static boolean gone(Case incident, Holding holding) {
    ThreadSeen thread = incident.graph().thread(holding.threadId());
    return thread == null
        ? incident.sources().contains(Source.DUMP)
        : thread.state() == Thread.State.TERMINATED;
  }
}
