package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** T20: pools in which everything stopped at one moment while work is queued. */
final class Blackout implements Rule {
  private static final long SILENT_NANOS = 5_000_000_000L;

  @Override
  public Pattern pattern() {
    return Pattern.T20;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOKS);
  }

  @Override
  public String blind(Case incident) {
    return Starved.blind(incident.evidence().looks()) ? "no look saw a pool" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Starved starved : Starved.of(incident.evidence())) {
      if (starved.progress().completed() == 0) {
        last(incident, starved.pool())
            .ifPresent(nanos -> findings.add(finding(incident, starved.pool(), nanos)));
      }
    }
    findings.removeIf(finding -> finding == null);
    return findings;
  }

  /** When its workers last began a task or ended a wait, as far as anybody saw. */
  private static OptionalLong last(Case incident, PoolSeen pool) {
    List<Long> times = new ArrayList<>();
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() != TaskSeen.NOBODY && task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
        times.add(task.startedNanos());
      }
    }
    for (EndedWait wait : incident.evidence().ended()) {
      if (pool.workers().contains(wait.threadId())) {
        times.add(wait.endNanos());
      }
    }
    return times.stream().mapToLong(n -> n).filter(n -> n <= incident.graph().nanos()).max();
  }

  private Finding finding(Case incident, PoolSeen pool, long nanos) {
    WaitForGraph graph = incident.graph();
    if (graph.nanos() - nanos < SILENT_NANOS) {
      return null;
    }
    Resource resource = graph.resource(pool.resourceKey());
    return Found.about(incident, pattern(), resource)
        .inResources()
        .waits(Workers.waits(graph, pool))
        .severity(Severity.WARNING)
        .sure(0.85)
        .says(
            Words.plain(resource.name())
                + ": nothing begun or ended since "
                + Words.time(graph.look().wall(nanos))
                + " while "
                + PoolWords.backlog(pool));
  }
}
