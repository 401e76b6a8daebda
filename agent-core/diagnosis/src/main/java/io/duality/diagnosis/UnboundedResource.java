package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.List;
import java.util.Set;

/** S22: pools and queues without a limit. A risk, not a fault. */
final class UnboundedResource implements Rule {
  private static final int MOST = 10;

  @Override
  public Pattern pattern() {
    return Pattern.S22;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    return Risks.of(incident.graph()).stream()
        .filter(risk -> risk.kind() != Risk.Kind.EXHAUSTIBLE)
        .limit(MOST)
        .map(
            risk ->
                Found.about(incident, pattern(), incident.graph().resource(risk.resourceKey()))
                    .inResources()
                    .severity(Severity.INFO)
                    .sure(0.95)
                    .says(risk.sentence()))
        .toList();
  }
}
