package io.duality.diagnosis;

import io.duality.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From evidence to findings: asks every rule whose evidence exists, then makes the verdict. */
public final class Diagnosis {
  private Diagnosis() {}

  /** The findings of the evidence at hand, under the default idle policy. */
  public static Findings of(Evidence evidence) {
    return of(evidence, IdlePolicy.DEFAULT);
  }

  /** The findings of the evidence at hand. */
  public static Findings of(Evidence evidence, IdlePolicy policy) {
    return of(new Case(evidence, policy));
  }

  static Findings of(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : Rules.ALL) {
      if (incident.sources().containsAll(rule.needs())) {
        findings.addAll(rule.findings(incident));
      }
    }
    incident.joined().forEach(joined -> later(joined, findings));
    findings.sort(Comparator.comparing(Finding::severity)); // stable: rules keep their order
    return new Findings(
        Findings.CAPTURE,
        incident.telling().verdict(),
        findings,
        incident.telling().signature(),
        null,
        null);
  }

  /** What the look of a trigger that fired later shows beyond the dump's. */
  private static void later(Joined joined, List<Finding> findings) {
    for (Rule rule : Rules.ALL) {
      if (joined.incident().sources().containsAll(rule.needs())) {
        for (Finding finding : rule.findings(joined.incident())) {
          boolean cites =
              finding.evidence().stream().anyMatch(each -> joined.cited(each.pointer()));
          boolean known =
              findings.stream()
                  .anyMatch(
                      each ->
                          each.pattern() == finding.pattern()
                              && each.subject().equals(finding.subject()));
          if (cites && !known) {
            findings.add(finding);
          }
        }
      }
    }
  }

  /** The graph of the evidence's dump, with the stacks of the dump. */
  public static WaitForGraph graph(Evidence evidence, IdlePolicy policy) {
    return WaitForGraph.of(evidence.dumpLook(), evidence.threads(), policy, Starved.keys(evidence));
  }
}
