package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.ResourceHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** T09: timed waits that ran out. */
final class Timeout implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.T09;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ResourceHistory history : incident.evidence().histories()) {
      if (history.timeouts() > 0) {
        findings.add(finding(incident, history));
      }
    }
    findings.addAll(TimeoutErrors.of(incident));
    return findings;
  }

  private Finding finding(Case incident, ResourceHistory history) {
    List<EndedWait> ended =
        incident.evidence().ended().stream()
            .filter(
                wait ->
                    wait.resourceName().equals(history.resourceName())
                        && wait.outcome() == EndedWait.Outcome.TIMEOUT)
            .toList();
    List<Edge> open =
        incident.graph().activeWaits().stream()
            .filter(
                wait ->
                    incident
                        .graph()
                        .resource(wait.resourceKey())
                        .name()
                        .equals(history.resourceName()))
            .toList();
    return new Finding(
        pattern(),
        new Subject(history.kind().label(), Words.plain(history.resourceName())),
        history.timeouts()
            + " of "
            + Words.count(history.parkedWaits(), "wait")
            + " for "
            + Words.plain(history.resourceName())
            + " ran out of time in "
            + Words.duration(history.windowNanos()),
        0.95,
        Severity.WARNING,
        ended.stream().map(EndedWait::threadName).distinct().limit(50).toList(),
        ended.stream()
            .filter(wait -> wait.trace() != null)
            .map(wait -> wait.trace().traceId())
            .distinct()
            .limit(50)
            .toList(),
        open.stream().limit(50).map(incident::at).toList(),
        Duals.of(incident, pattern(), open));
  }
}
