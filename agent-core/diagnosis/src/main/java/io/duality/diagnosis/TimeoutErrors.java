package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;

/** The part of T09 that only exceptions tell: timeouts inside code whose waits have no hook. */
final class TimeoutErrors {
  private TimeoutErrors() {}

  static List<Finding> of(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ErrorSeen error : incident.evidence().health().errors()) {
      if (timeout(error)) {
        findings.add(
            Found.about(incident, Pattern.T09, "class", error.className())
                .traces(error.trace() == null ? List.of() : List.of(error.trace().traceId()))
                .severity(Severity.WARNING)
                .sure(0.85)
                .says(
                    PoolWords.number(error.count())
                        + (error.sampled() ? " or more " : " ")
                        + Words.plain(error.className())
                        + Sites.at(error.site())
                        + " in the minutes that are remembered"));
      }
    }
    return findings;
  }

  private static boolean timeout(ErrorSeen error) {
    return error.className().contains("Timeout")
        || error.causes().stream().anyMatch(cause -> cause.contains("Timeout"));
  }
}
