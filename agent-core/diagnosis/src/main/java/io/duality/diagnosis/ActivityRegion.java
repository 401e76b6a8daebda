package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** T03: in which wait, and where in the code, the time of an activity went. */
final class ActivityRegion implements Rule {
  private static final double MOST_OF_IT = 0.5;

  @Override
  public Pattern pattern() {
    return Pattern.T03;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return "recording not read at capture, and no activity with a name waits";
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    Map<String, List<Edge>> bySpan = new TreeMap<>();
    for (Edge wait : graph.activeWaits()) {
      ThreadSeen thread = graph.thread(wait.threadId());
      if (thread != null
          && thread.trace() != null
          && thread.trace().spanName() != null
          && wait.equals(graph.mainWait(thread.id()))) {
        bySpan.computeIfAbsent(thread.trace().spanName(), span -> new ArrayList<>()).add(wait);
      }
    }
    List<Finding> findings = new ArrayList<>();
    bySpan.forEach((span, waits) -> region(incident, span, waits, findings));
    return findings;
  }

  private void region(Case incident, String span, List<Edge> waits, List<Finding> findings) {
    WaitForGraph graph = incident.graph();
    Map<String, Long> spent = new HashMap<>();
    for (Edge wait : waits) {
      spent.merge(
          graph.resource(wait.resourceKey()).name(),
          wait.waiting().ageNanos(graph.nanos()),
          Long::sum);
    }
    Set<String> traces = Set.copyOf(incident.traces(waits.stream().map(Edge::threadId).toList()));
    for (EndedWait ended : incident.evidence().ended()) {
      if (ended.trace() != null && traces.contains(ended.trace().traceId())) {
        spent.merge(ended.resourceName(), ended.waitNanos(), Long::sum);
      }
    }
    long all = spent.values().stream().mapToLong(n -> n).sum();
    Map.Entry<String, Long> most =
        spent.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow();
    if (all == 0 || most.getValue() < MOST_OF_IT * all) {
      return;
    }
    String where = graph.places().where(graph.thread(waits.get(0).threadId()));
    findings.add(
        Found.about(incident, pattern(), "endpoint", span)
            .waits(waits)
            .severity(Severity.INFO)
            .sure(0.8)
            .says(
                Words.plain(span)
                    + ": "
                    + Math.round(100.0 * most.getValue() / all)
                    + " % of the "
                    + Words.duration(all)
                    + " that "
                    + (traces.size() == 1 ? "it is" : "its " + traces.size() + " traces are")
                    + " known to have waited went into "
                    + Words.plain(most.getKey())
                    + (where == null ? "" : ", in " + where)));
  }
}
