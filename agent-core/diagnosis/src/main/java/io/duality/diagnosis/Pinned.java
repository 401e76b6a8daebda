package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** S20: virtual threads that keep their carriers while others wait for one. */
final class Pinned implements Rule {
  /** What looks call the pool that runs virtual threads. */
  private static final String CARRIERS = "virtual-thread scheduler";

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
    boolean seen =
        incident.evidence().looks().stream()
            .flatMap(look -> look.resources().stream())
            .anyMatch(resource -> resource.name().equals(CARRIERS));
    return seen ? null : "no look saw the carriers of virtual threads";
  }

  /** Whether the pool is that of the threads which carry virtual threads. */
  static boolean carriers(WaitForGraph graph, PoolSeen pool) {
    return graph.resource(pool.resourceKey()).name().equals(CARRIERS);
  }

  /** The virtual threads that wait on carriers, as far as it is known what those carry. */
  static List<Long> waiting(WaitForGraph graph, PoolSeen pool) {
    Set<Long> mounted = new HashSet<>();
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() != TaskSeen.NOBODY) {
        mounted.add(task.threadId());
      }
    }
    List<Long> waiting = new ArrayList<>();
    for (ThreadSeen thread : graph.threads().values()) {
      if (thread.virtual()
          && (mounted.isEmpty() || mounted.contains(thread.id()))
          && graph.waitsOf(thread.id()).stream().anyMatch(graph::active)) {
        waiting.add(thread.id());
      }
    }
    return waiting;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (PoolSeen pool : incident.graph().pools().pools()) {
      if (carriers(incident.graph(), pool) && pool.blocked() > 0) {
        findings.add(finding(incident, pool));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, PoolSeen pool) {
    WaitForGraph graph = incident.graph();
    Resource resource = graph.resource(pool.resourceKey());
    boolean exhausted = pool.idle() <= 0 && !PoolsSeen.grows(pool);
    List<Long> pinned = waiting(graph, pool);
    List<Edge> waits = pinned.stream().map(graph::mainWait).filter(wait -> wait != null).toList();
    return Found.about(incident, pattern(), resource)
        .inResources()
        .waits(waits)
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
