package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S04: threads that can only be freed by each other. */
final class Deadlock implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S04;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Cycle cycle : incident.graph().deadlocks()) {
      findings.add(finding(incident, cycle));
    }
    return findings;
  }

  private Finding finding(Case incident, Cycle cycle) {
    WaitForGraph graph = incident.graph();
    Resource first = graph.resource(cycle.resources().get(0));
    List<Edge> waits = cycle.edges().stream().filter(e -> e.waiting() != null).toList();
    long looks = waits.stream().mapToLong(w -> incident.looksWith(w.waiting())).min().orElse(1);
    List<EvidenceRef> evidence = new ArrayList<>(List.of(incident.at(cycle)));
    cycle.edges().stream().limit(32).map(incident::at).forEach(evidence::add);
    return new Finding(
        pattern(),
        new Subject(first.kind().label(), Words.plain(first.name())),
        CycleWords.sentence(graph, cycle)
            + (looks > 1
                ? "; unchanged in " + looks + " looks"
                : "; seen in one look, not yet confirmed by a second"),
        looks > 1 ? 0.99 : 0.8,
        Severity.CRITICAL,
        incident.labels(cycle.threads()),
        incident.traces(cycle.threads()),
        evidence,
        Duals.of(incident, pattern(), waits));
  }
}
