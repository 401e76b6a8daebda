package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.ResourceHistory;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * T04: activities that made no step from one look to another. That the looks were taken proves that
 * the stream of events was alive: what is missing did not happen.
 */
final class Discontinuity implements Rule {
  private static final int USUAL = 10;

  @Override
  public Pattern pattern() {
    return Pattern.T04;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOKS);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Map<String, List<Edge>> stopped = new TreeMap<>();
    for (Edge wait : incident.graph().activeWaits()) {
      ThreadSeen thread = incident.graph().thread(wait.threadId());
      if (thread != null
          && thread.trace() != null
          && incident.looksWith(wait.waiting()) > 1
          && unusual(incident, wait)) {
        String span =
            thread.trace().spanName() == null ? Roots.UNNAMED_SPAN : thread.trace().spanName();
        stopped.computeIfAbsent(span, name -> new ArrayList<>()).add(wait);
      }
    }
    List<Finding> findings = new ArrayList<>();
    stopped.forEach((span, waits) -> findings.add(finding(incident, span, waits)));
    return findings;
  }

  /** Ten times longer than the longest such wait that is remembered. */
  private static boolean unusual(Case incident, Edge wait) {
    ResourceHistory history = history(incident, wait);
    return history == null
        || wait.waiting().ageNanos(incident.graph().nanos()) > USUAL * history.maxNanos();
  }

  private static ResourceHistory history(Case incident, Edge wait) {
    String name = incident.graph().resource(wait.resourceKey()).name();
    return incident.evidence().histories().stream()
        .filter(h -> h.resourceName().equals(name) && h.parkedWaits() > 0)
        .findFirst()
        .orElse(null);
  }

  private Finding finding(Case incident, String span, List<Edge> waits) {
    List<Long> threads = waits.stream().map(Edge::threadId).toList();
    Edge oldest = waits.get(0);
    ResourceHistory history = history(incident, oldest);
    return new Finding(
        pattern(),
        new Subject("endpoint", Words.plain(span)),
        Words.plain(span)
            + ": no step on "
            + Words.count(threads.size(), "thread")
            + " since "
            + Words.time(incident.graph().look().wall(oldest.waiting().sinceNanos()))
            + ", seen in "
            + incident.looksWith(oldest.waiting())
            + " looks"
            + (history == null
                ? ""
                : "; the longest such wait in the "
                    + Words.duration(history.windowNanos())
                    + " before was "
                    + Words.duration(history.maxNanos())),
        history == null ? 0.8 : 0.95,
        Severity.WARNING,
        incident.labels(threads),
        incident.traces(threads),
        waits.stream().limit(50).map(incident::at).toList(),
        Duals.of(incident, pattern(), waits));
  }
}
