package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** S07: queues that fill faster than they drain, or are full while threads wait for room. */
final class QueueBuildUp implements Rule {
  /** A queue that grew in so many looks in a row does not grow by chance. */
  static final int LOOKS = 5;

  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.S07;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    boolean seen =
        incident.evidence().looks().stream()
            .anyMatch(look -> !look.pools().isEmpty() || !look.queues().isEmpty());
    return seen || !incident.graph().activeWaits().isEmpty() ? null : "no look saw a queue";
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    Set<String> keys = new HashSet<>();
    List<Finding> findings = new ArrayList<>();
    for (Edge wait : graph.activeWaits()) {
      Resource resource = graph.resource(wait.resourceKey());
      if (IdlePolicy.isPut(wait.waiting(), resource) && keys.add(resource.key())) {
        findings.add(full(incident, resource));
      }
    }
    for (PoolSeen pool : graph.pools().pools()) {
      if (pool.depth() > 0 && (pool.queueKey() == null || keys.add(pool.queueKey()))) {
        growing(incident, graph.resource(pool.resourceKey()), pool, findings);
      }
    }
    for (QueueSeen queue : graph.pools().queues()) {
      if (queue.depth() > 0 && keys.add(queue.resourceKey())) {
        growing(incident, graph.resource(queue.resourceKey()), null, findings);
      }
    }
    return findings.subList(0, Math.min(MOST, findings.size()));
  }

  private Finding full(Case incident, Resource queue) {
    WaitForGraph graph = incident.graph();
    List<Edge> puts =
        graph.activeWaitsFor(queue.key()).stream()
            .filter(wait -> IdlePolicy.isPut(wait.waiting(), queue))
            .toList();
    List<String> consumers =
        graph.blockersOf(puts.get(0)).stream().map(h -> graph.label(h.threadId())).toList();
    return Found.about(incident, pattern(), queue)
        .waits(puts)
        .sure(0.95)
        .says(
            Words.plain(queue.name())
                + " is full"
                + (queue.limit() > 0 ? " (" + PoolWords.number(queue.limit()) + ")" : "")
                + ", "
                + Words.count(puts.size(), "thread")
                + (puts.size() == 1 ? " waits" : " wait")
                + " for room up to "
                + Words.duration(puts.get(0).waiting().ageNanos(graph.nanos()))
                + (consumers.isEmpty()
                    ? "; who takes from it was not seen"
                    : "; taken from by " + Words.some(consumers, 3)));
  }

  private void growing(Case incident, Resource resource, PoolSeen pool, List<Finding> findings) {
    Backlog backlog = Backlog.of(incident.evidence(), resource, pool);
    if (backlog != null) {
      Found found =
          Found.about(incident, pattern(), resource)
              .inResources()
              .severity(Severity.WARNING)
              .sure(backlog.progress().looks() >= 2 * LOOKS ? 0.95 : 0.85);
      if (pool != null) {
        found.waits(Workers.waits(incident.graph(), pool)).threads(pool.workers());
      }
      findings.add(found.says(backlog.sentence()));
    }
  }
}
