package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Occurrence;
import io.duality.model.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** S18: the same incident as an earlier one: how often, how regularly, since which version. */
final class KnownAgain implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S18;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().occurrence() == null ? "the ledger is not read yet" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    Occurrence occurrence = incident.evidence().occurrence();
    if (occurrence == null || occurrence.count() < 2) {
      return List.of();
    }
    return List.of(
        Found.about(incident, pattern(), "process", incident.evidence().service().name())
            .severity(Severity.INFO)
            .sure(0.95)
            .at(new EvidenceRef("manifest.json", "/occurrence"))
            .says(
                "the same signature for the "
                    + ordinal(occurrence.count())
                    + " time, first "
                    + Words.second(occurrence.firstSeen())
                    + ", last "
                    + Words.second(occurrence.lastSeen())
                    + interval(incident, occurrence)
                    + versions(incident, occurrence)));
  }

  private static String ordinal(long n) {
    boolean teen = n % 100 >= 11 && n % 100 <= 13;
    return n + (teen ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th");
  }

  /** The mean time between two of them, this one included. */
  private static String interval(Case incident, Occurrence occurrence) {
    Duration all = Duration.between(occurrence.firstSeen(), incident.evidence().request().at());
    long each = all.toSeconds() / (occurrence.count() - 1);
    return each <= 0 ? "" : "; every " + Words.duration(each * 1_000_000_000L) + " on average";
  }

  /** A regression appears in one version and was in none before. */
  private static String versions(Case incident, Occurrence occurrence) {
    String now = incident.evidence().service().version();
    List<String> before = occurrence.versions().stream().filter(v -> !v.equals(now)).toList();
    if (now == null || occurrence.versions().isEmpty()) {
      return "";
    }
    return before.isEmpty()
        ? "; only in version " + Words.plain(now) + " so far"
        : "; in versions "
            + Words.some(before.stream().map(Words::plain).toList(), 4)
            + " as well: "
            + Words.plain(now)
            + " did not bring it";
  }
}
