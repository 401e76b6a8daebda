package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S06: pools whose workers are all taken while work is queued. */
final class Starvation implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S06;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return Starved.blind(incident.evidence().looks()) ? "no look saw a pool" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Starved starved : Starved.of(incident.evidence())) {
      PoolSeen pool = starved.pool();
      List<Edge> waits = Workers.waits(incident.graph(), pool);
      findings.add(
          Found.about(incident, pattern(), incident.graph().resource(pool.resourceKey()))
              .waits(waits)
              .threads(pool.workers())
              .inResources()
              .sure(starved.progress().looks() > 1 ? 0.95 : 0.8)
              .severity(starved.moves() ? Severity.WARNING : Severity.CRITICAL)
              .says(PoolWords.starved(incident.graph(), starved)));
    }
    return findings;
  }
}
