package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** T23: queue delays, or waits for one resource, that become longer and longer. */
final class IncreasingLatency implements Rule {
  private static final int LOOKS = 5;
  private static final int WAITS = 10;
  private static final long WORTH_NANOS = 100_000_000L;

  @Override
  public Pattern pattern() {
    return Pattern.T23;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().looks().size() < LOOKS && incident.evidence().ended().size() < WAITS
        ? "less than " + LOOKS + " looks and " + WAITS + " ended waits"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (PoolSeen pool : incident.graph().pools().pools()) {
      Progress progress = Progress.of(incident.evidence().looks(), pool.resourceKey());
      if (progress.headAges(LOOKS) && pool.headAgeNanos() >= WORTH_NANOS) {
        findings.add(queue(incident, pool, progress));
      }
    }
    Map<String, List<EndedWait>> byName = new TreeMap<>();
    for (EndedWait wait : incident.evidence().ended()) {
      byName.computeIfAbsent(wait.resourceName(), name -> new ArrayList<>()).add(wait);
    }
    byName.forEach((name, waits) -> waits(incident, name, waits, findings));
    return findings;
  }

  private Finding queue(Case incident, PoolSeen pool, Progress progress) {
    Resource resource = incident.graph().resource(pool.resourceKey());
    return Found.about(incident, pattern(), resource)
        .inResources()
        .severity(Severity.INFO)
        .sure(0.9)
        .says(
            Words.plain(resource.name())
                + ": its oldest task waited longer from look to look, "
                + Words.duration(progress.firstHeadAgeNanos())
                + " to "
                + Words.duration(pool.headAgeNanos())
                + " in "
                + progress.looks()
                + " looks");
  }

  private void waits(Case incident, String name, List<EndedWait> waits, List<Finding> findings) {
    if (waits.size() < WAITS) {
      return;
    }
    waits.sort(Comparator.comparingLong(EndedWait::sinceNanos));
    Trend trend =
        Trend.of(
            waits.stream()
                .map(wait -> new Trend.Point(wait.sinceNanos(), wait.waitNanos()))
                .toList());
    double rise = trend.slopePerSecond() * trend.seconds();
    if (trend.rising() && rise >= WORTH_NANOS) {
      findings.add(
          Found.about(incident, pattern(), waits.get(0).kind().label(), name)
              .waits(
                  incident.graph().activeWaits().stream()
                      .filter(
                          wait -> incident.graph().resource(wait.resourceKey()).name().equals(name))
                      .toList())
              .severity(Severity.INFO)
              .sure(0.9)
              .says(
                  waits.size()
                      + " waits for "
                      + Words.plain(name)
                      + " became longer, by "
                      + Words.duration((long) rise)
                      + " in "
                      + Words.duration((long) (trend.seconds() * 1e9))));
    }
  }
}
