package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Look;
import io.duality.model.Pattern;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** T25: what the agent itself lost or saw late, and which findings rest on it. */
final class MissingData implements Rule {
  private static final long LATE_NANOS = 3_000_000_000L;
  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.T25;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    Evidence evidence = incident.evidence();
    Set<Unknown> unknown = new LinkedHashSet<>(incident.graph().look().unknown());
    unknown.addAll(evidence.unknown());
    unknown.addAll(evidence.health().unknown());
    for (Unknown each : unknown) {
      if (lost(each) && findings.size() < MOST) {
        findings.add(
            found(incident, each.subject())
                .says(
                    Words.plain(each.subject())
                        + ", "
                        + Words.plain(each.what())
                        + ": "
                        + Words.plain(each.why())
                        + rests(each)));
      }
    }
    late(incident, evidence.looks(), Look::nanos, "look", "waits that came and went", findings);
    late(
        incident,
        close(evidence.health().series()),
        Vitals::nanos,
        "reading of the vitals",
        "short peaks",
        findings);
    for (ErrorSeen error : evidence.health().errors()) {
      if (error.sampled() && findings.size() < MOST) {
        findings.add(
            found(incident, error.className())
                .says(
                    Words.plain(error.className())
                        + ": not all were counted, "
                        + PoolWords.number(error.count())
                        + " is the least; T10, T11, T12 and T13 rest on it"));
      }
    }
    return findings;
  }

  private Found found(Case incident, String subject) {
    return Found.about(incident, pattern(), "process", subject).severity(Severity.INFO).sure(0.95);
  }

  /** What was dropped, cut or not delivered; a holder that has no name is none of that. */
  private static boolean lost(Unknown unknown) {
    String text = (unknown.what() + " " + unknown.why()).toLowerCase(java.util.Locale.ROOT);
    return unknown.subject().equals("JFR")
        || unknown.what().equals("waits")
        || text.matches(
            ".*\\b(lost|dropped|overflow\\w*|evicted|sampled|cut off|left out|late)\\b.*");
  }

  private static String rests(Unknown unknown) {
    return unknown.subject().equals("JFR")
        ? "; T22, S14 and the stacks of errors rest on it"
        : unknown.what().equals("waits") || unknown.what().contains("overflow")
            ? "; S02, S03 and S04 rest on it"
            : "";
  }

  /** Readings of the last minute come once a second; older ones are thinned on purpose. */
  private static List<Vitals> close(List<Vitals> series) {
    long last = series.isEmpty() ? 0 : series.get(series.size() - 1).nanos();
    return series.stream().filter(each -> last - each.nanos() < 60_000_000_000L).toList();
  }

  private <T> void late(
      Case incident,
      List<T> all,
      ToLongFunction<T> nanos,
      String what,
      String missed,
      List<Finding> findings) {
    long longest = 0;
    long before = 0;
    for (int i = 1; i < all.size(); i++) {
      long gap = nanos.applyAsLong(all.get(i)) - nanos.applyAsLong(all.get(i - 1));
      if (gap > longest) {
        longest = gap;
        before = nanos.applyAsLong(all.get(i - 1));
      }
    }
    if (longest > LATE_NANOS) {
      findings.add(
          found(incident, "duality-watch")
              .says(
                  "no "
                      + what
                      + " for "
                      + Words.duration(longest)
                      + " from "
                      + Words.time(incident.graph().look().wall(before))
                      + " on: "
                      + missed
                      + " meanwhile were not seen"));
    }
  }
}
