package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S26: what each dump of the bundle is, and which questions it leaves open. */
final class MemoryDumpType implements Rule {
  private static final Map<String, String> CANNOT =
      Map.of(
          "threads", "stacks and owners of one instant; says nothing about the time before",
          "histogram", "instances and bytes per class; does not say who keeps them",
          "heap", "objects and references; stacks only as far as local variables are roots");

  @Override
  public Pattern pattern() {
    return Pattern.S26;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.STEPS);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<String> parts = new ArrayList<>();
    for (StepResult step : incident.evidence().steps()) {
      String cannot = CANNOT.get(step.step());
      if (cannot != null) {
        parts.add(
            step.step()
                + ": "
                + (step.status() == StepResult.Status.OK
                    ? cannot
                    : step.status().label()
                        + (step.reason() == null ? "" : ", " + Words.plain(step.reason()))));
      }
    }
    if (incident.evidence().steps().stream().noneMatch(step -> step.step().equals("heap"))) {
      parts.add("heap: not asked for, so what keeps objects alive cannot be answered");
    }
    return List.of(
        new Finding(
            pattern(),
            new Subject("process", Words.plain(incident.evidence().service().name())),
            String.join("; ", parts),
            1,
            Severity.INFO,
            List.of(),
            List.of(),
            List.of(new EvidenceRef("manifest.json", "/steps")),
            Duals.of(incident, pattern(), List.of())));
  }
}
