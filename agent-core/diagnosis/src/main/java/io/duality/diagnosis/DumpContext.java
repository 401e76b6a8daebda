package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S23: what was running, and what was captured of it. */
final class DumpContext implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S23;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Evidence evidence = incident.evidence();
    List<String> missing = new ArrayList<>();
    for (StepResult step : evidence.steps()) {
      if (step.status() != StepResult.Status.OK) {
        missing.add(
            step.step()
                + " "
                + step.status().label()
                + (step.reason() == null ? "" : " (" + Words.plain(step.reason()) + ")"));
      }
    }
    String version = evidence.service().version();
    return List.of(
        new Finding(
            pattern(),
            new Subject("process", Words.plain(evidence.service().name())),
            Words.plain(evidence.service().name())
                + (version == null ? "" : " " + Words.plain(version))
                + ", process "
                + evidence.process().pid()
                + " on "
                + Words.plain(evidence.process().host())
                + ", "
                + Words.plain(evidence.process().jvm())
                + ", started "
                + Words.second(evidence.process().startedAt())
                + "; "
                + Words.count(evidence.looks().size(), "look")
                + (evidence.steps().isEmpty()
                    ? ", no step of the capture has ended yet"
                    : missing.isEmpty() ? "" : "; not captured: " + String.join(", ", missing)),
            1,
            missing.stream().anyMatch(s -> s.contains("failed") || s.contains("abandoned"))
                ? Severity.WARNING
                : Severity.INFO,
            List.of(),
            List.of(),
            List.of(
                new EvidenceRef("context.json", ""), new EvidenceRef("manifest.json", "/steps")),
            Duals.of(incident, pattern(), List.of())));
  }
}
