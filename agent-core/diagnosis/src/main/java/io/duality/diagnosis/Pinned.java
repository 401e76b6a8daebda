package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S20: virtual threads that keep their carriers while others wait for one. */
final class Pinned implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S20;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().looks().stream()
            .noneMatch(look -> look.pools().stream().anyMatch(Pinned::carriers))
        ? "no look saw the carriers of virtual threads"
        : null;
  }

  /** Whether the pool is that of the threads which carry virtual threads. */
  static boolean carriers(PoolSeen pool) {
    return pool.library().equals("carriers") || pool.resourceKey().contains("carriers");
  }

  /** What keeps the carriers: each names a virtual thread and the thread that carries it. */
  static List<TaskSeen> mounted(PoolSeen pool) {
    return pool.tasks().stream().filter(task -> task.threadId() != TaskSeen.NOBODY).toList();
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (PoolSeen pool : incident.graph().pools().pools()) {
      if (carriers(pool) && pool.blocked() > 0) {
        findings.add(finding(incident, pool));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, PoolSeen pool) {
    WaitForGraph graph = incident.graph();
    Resource resource = graph.resource(pool.resourceKey());
    boolean exhausted = pool.idle() <= 0 && !PoolsSeen.grows(pool);
    List<Long> pinned = new ArrayList<>(mounted(pool).stream().map(TaskSeen::threadId).toList());
    return Found.about(incident, pattern(), resource)
        .inResources()
        .waits(Workers.waits(graph, pool))
        .threads(pinned.isEmpty() ? pool.workers() : pinned)
        .severity(exhausted && pool.depth() > 0 ? Severity.CRITICAL : Severity.WARNING)
        .sure(0.9)
        .says(
            pool.blocked()
                + " of "
                + Words.count(pool.workers().size(), "carrier")
                + (pool.blocked() == 1 ? " is" : " are")
                + " kept by virtual threads that wait without leaving them"
                + (pool.depth() > 0
                    ? "; "
                        + PoolWords.number(pool.depth())
                        + (pool.depth() == 1 ? " virtual thread waits" : " virtual threads wait")
                        + " for a carrier"
                        + (pool.headAgeNanos() > 0
                            ? ", the first for " + Words.duration(pool.headAgeNanos())
                            : "")
                    : ""));
  }
}
