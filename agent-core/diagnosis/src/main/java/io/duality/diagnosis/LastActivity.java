package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** T27: the last thing that the threads at the roots, and the first victims, are known to do. */
final class LastActivity implements Rule {
  private static final int MOST = 12;

  @Override
  public Pattern pattern() {
    return Pattern.T27;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Set<Long> threads = new LinkedHashSet<>();
    for (Root root : incident.graph().roots()) {
      if (root.cycle() != null) {
        threads.addAll(root.cycle().threads());
      }
      if (root.threadId() != null) {
        threads.add(root.threadId());
      }
    }
    incident.graph().roots().forEach(root -> root.behind().stream().limit(1).forEach(threads::add));
    List<Finding> findings = new ArrayList<>();
    for (long id : threads) {
      if (findings.size() < MOST) {
        finding(incident, id, findings);
      }
    }
    return findings;
  }

  private void finding(Case incident, long id, List<Finding> findings) {
    WaitForGraph graph = incident.graph();
    EndedWait last = last(incident, id);
    Edge open = graph.mainWait(id);
    if (last == null && open == null) {
      return; // nothing is known of it
    }
    String name = Words.plain(graph.label(id));
    findings.add(
        new Finding(
            pattern(),
            new Subject("thread", name),
            name
                + ": "
                + (last == null ? "" : ended(graph, last))
                + (last != null && open != null ? "; then " : "")
                + (open == null ? "" : begun(graph, open)),
            0.9,
            Severity.INFO,
            List.of(name),
            incident.traces(List.of(id)),
            List.of(open == null ? incident.atThread(id) : incident.at(open)),
            Duals.of(incident, pattern(), open == null ? List.of() : List.of(open))));
  }

  /**
   * The last wait of a thread that ended before the look and belongs to what the thread does now:
   * that of its present trace or, without one, for what is waited for now. What a pool's thread
   * waited for between two tasks says nothing. Null when none is remembered.
   */
  static EndedWait last(Case incident, long id) {
    WaitForGraph graph = incident.graph();
    ThreadSeen thread = graph.thread(id);
    EndedWait last = null;
    for (EndedWait ended : incident.evidence().ended()) {
      if (ended.threadId() == id
          && ended.endNanos() <= graph.nanos()
          && (last == null || ended.endNanos() > last.endNanos())
          && belongs(graph, thread, ended)) {
        last = ended;
      }
    }
    return last;
  }

  private static boolean belongs(WaitForGraph graph, ThreadSeen thread, EndedWait ended) {
    if (thread != null && thread.trace() != null) {
      return ended.trace() != null && ended.trace().traceId().equals(thread.trace().traceId());
    }
    return graph.resources().values().stream()
        .anyMatch(
            resource ->
                resource.name().equals(ended.resourceName())
                    && !graph.activeWaitsFor(resource.key()).isEmpty());
  }

  private static String ended(WaitForGraph graph, EndedWait last) {
    return "a wait for "
        + Words.plain(last.resourceName())
        + " ended at "
        + Words.time(graph.look().wall(last.endNanos()))
        + " after "
        + Words.duration(last.waitNanos())
        + " ("
        + last.outcome().label()
        + ")";
  }

  private static String begun(WaitForGraph graph, Edge open) {
    return open.waiting().op()
        + " "
        + Words.plain(graph.resource(open.resourceKey()).name())
        + " since "
        + Words.time(graph.look().wall(open.waiting().sinceNanos()));
  }
}
