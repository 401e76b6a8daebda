package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S09: a thread that uses most of a core. */
final class SpikingThread implements Rule {
  private static final double SHARE = 0.8;

  @Override
  public Pattern pattern() {
    return Pattern.S09;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().health().series().stream()
            .anyMatch(vitals -> vitals.cpu().process() >= 0)
        ? null
        : "nobody measured what each thread used of the processor";
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Spun spun : Spun.of(incident)) {
      if (spun.alarmed || spun.share() >= SHARE) {
        String name = spun.name;
        findings.add(
            Found.about(incident, pattern(), "thread", name)
                .threads(List.of(spun.id))
                .at(incident.atThread(spun.id))
                .severity(spun.alarmed ? Severity.CRITICAL : Severity.WARNING)
                .sure(spun.frames.samples() > 1 ? 0.9 : 0.7)
                .says(
                    (name.startsWith("thread ") || name.startsWith("virtual ") ? "" : "thread ")
                        + Words.plain(name)
                        + span(incident, spun.id)
                        + " used "
                        + spun.used()
                        + "; "
                        + spun.where()));
      }
    }
    return findings;
  }

  static String span(Case incident, long id) {
    var thread = incident.graph().thread(id);
    String span = thread == null || thread.trace() == null ? null : thread.trace().spanName();
    return span == null ? "" : ", for " + Words.plain(span) + ",";
  }
}
