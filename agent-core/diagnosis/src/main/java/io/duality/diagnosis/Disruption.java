package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** T24: the cadence of what the process does changed at one moment. */
final class Disruption implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.T24;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return Flows.of(incident).stream().allMatch(flow -> flow.perSecond().length == 0)
        ? "no reading of the vitals and no task event to compare"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Flows.Flow flow : Flows.of(incident)) {
      ChangePoint.Found change = ChangePoint.of(flow.perSecond());
      if (change != null && Math.max(change.before(), change.after()) >= flow.least()) {
        findings.add(
            Found.about(incident, pattern(), flow.kind(), flow.name())
                .severity(Severity.INFO)
                .sure(0.8)
                .says(
                    Words.plain(flow.what())
                        + (change.after() > change.before() ? " rose from " : " fell from ")
                        + flow.rate(change.before())
                        + " to "
                        + flow.rate(change.after())
                        + " at about "
                        + Words.time(flow.at().get(change.index())).substring(0, 8)
                        + "Z"));
      }
    }
    return findings;
  }
}
