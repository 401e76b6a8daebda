package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.TaskSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** T07: tasks that were handed over and never begun, or begun and never ended. */
final class MissingMessage implements Rule {
  private static final long LATE_NANOS = 5_000_000_000L;

  @Override
  public Pattern pattern() {
    return Pattern.T07;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return Starved.blind(incident.evidence().looks()) ? "no look saw a pool's tasks" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    borrowed(incident, findings);
    for (PoolSeen pool : incident.graph().pools().pools()) {
      Progress progress = Progress.of(incident.evidence().looks(), pool.resourceKey());
      List<String> parts = new ArrayList<>();
      long begun = begun(incident.graph(), pool);
      if (begun > 0 && progress.completed() <= 0) {
        parts.add(
            Words.count(begun, "task")
                + " begun, none ended"
                + (progress.looks() > 1 ? " in " + progress.looks() + " looks" : ""));
      }
      long late = Math.max(LATE_NANOS, 3 * pool.delays().p99Nanos());
      if (pool.depth() > 0 && pool.headAgeNanos() >= late) {
        parts.add(
            PoolWords.number(pool.depth())
                + " handed over and not begun, the first "
                + Words.duration(pool.headAgeNanos())
                + " ago");
      }
      if (!parts.isEmpty()) {
        findings.add(finding(incident, pool, String.join("; ", parts)));
      }
    }
    return findings;
  }

  /** Borrows without their returns: the tasks that borrowed are over. */
  private void borrowed(Case incident, List<Finding> findings) {
    WaitForGraph graph = incident.graph();
    Map<String, List<Long>> holders = new TreeMap<>();
    for (Edge edge : graph.edges()) {
      if (edge.holding() != null
          && graph.resource(edge.resourceKey()).kind() == ResourceKind.CONNECTION_POOL
          && AbandonedState.why(incident, edge) != null) {
        holders.computeIfAbsent(edge.resourceKey(), key -> new ArrayList<>()).add(edge.threadId());
      }
    }
    holders.forEach(
        (key, threads) ->
            findings.add(
                Found.about(incident, pattern(), graph.resource(key))
                    .inResources()
                    .threads(threads)
                    .sure(0.85)
                    .says(
                        Words.count(threads.size(), "connection")
                            + " of "
                            + Words.plain(graph.resource(key).name())
                            + " borrowed and not given back by tasks that are over")));
  }

  /** Tasks whose workers wait, or that run for longer than they should. */
  private static long begun(WaitForGraph graph, PoolSeen pool) {
    long waiting = Workers.waits(graph, pool).size();
    long running =
        pool.tasks().stream()
            .filter(task -> task.threadId() != TaskSeen.NOBODY)
            .filter(task -> task.startedNanos() != TaskSeen.UNKNOWN_TIME)
            .filter(task -> graph.nanos() - task.startedNanos() >= LATE_NANOS)
            .count();
    return waiting == 0 ? 0 : Math.max(waiting, running);
  }

  private Finding finding(Case incident, PoolSeen pool, String sentence) {
    Resource resource = incident.graph().resource(pool.resourceKey());
    return Found.about(incident, pattern(), resource)
        .inResources()
        .waits(Workers.waits(incident.graph(), pool))
        .traces(
            pool.tasks().stream()
                .map(TaskSeen::submitter)
                .filter(trace -> trace != null)
                .map(TraceRef::traceId)
                .distinct()
                .toList())
        .severity(Severity.WARNING)
        .sure(0.9)
        .says(Words.plain(resource.name()) + ": " + sentence);
  }
}
