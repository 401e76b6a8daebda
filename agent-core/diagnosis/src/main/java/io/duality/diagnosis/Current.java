package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * T13: what happens far more often than before: waits for a resource, allocation, errors,
 * collections and tasks per second in the last seconds against the window that is remembered.
 */
final class Current implements Rule {
  private static final long NOW_NANOS = 10_000_000_000L;
  private static final double TIMES = 5;
  private static final int LEAST = 5;
  private static final int BASELINE = 10;

  @Override
  public Pattern pattern() {
    return Pattern.T13;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().histories().isEmpty()
            && incident.evidence().health().series().isEmpty()
        ? "no ended wait is remembered"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ResourceHistory history : incident.evidence().histories()) {
      long now = begun(incident, history);
      long before = Math.max(0, history.parkedWaits() - ended(incident, history));
      double baseline = before * 1e9 / Math.max(1, history.windowNanos() - NOW_NANOS);
      double current = now * 1e9 / NOW_NANOS;
      if (now >= LEAST && current > TIMES * baseline) {
        findings.add(finding(incident, history, current, baseline));
      }
    }
    flows(incident, findings);
    return findings;
  }

  /** Allocation, errors, collections and tasks: the last ten seconds against what was before. */
  private void flows(Case incident, List<Finding> findings) {
    for (Flows.Flow flow : Flows.of(incident)) {
      double[] values = flow.perSecond();
      int recent = recent(incident, flow.at());
      if (values.length - recent >= BASELINE && recent >= 2) {
        double before = Arrays.stream(values, 0, values.length - recent).average().orElse(0);
        double now =
            Arrays.stream(values, values.length - recent, values.length).average().orElse(0);
        if (now >= flow.least() && now > TIMES * before) {
          findings.add(
              Found.about(incident, pattern(), flow.kind(), flow.name())
                  .severity(Severity.INFO)
                  .sure(0.8)
                  .says(
                      Words.plain(flow.what())
                          + ": "
                          + flow.rate(now)
                          + " in the last 10 s, "
                          + flow.rate(before)
                          + " before"));
        }
      }
    }
  }

  private static int recent(Case incident, List<Instant> at) {
    Instant from = incident.graph().look().at().minusNanos(NOW_NANOS);
    return (int) at.stream().filter(each -> each.isAfter(from)).count();
  }

  private static boolean recent(Case incident, long sinceNanos) {
    long age = incident.graph().nanos() - sinceNanos;
    return age >= 0 && age < NOW_NANOS;
  }

  /** Waits that began in the last seconds, ended or not. */
  private static long begun(Case incident, ResourceHistory history) {
    return ended(incident, history)
        + open(incident, history.resourceName()).stream()
            .filter(wait -> recent(incident, wait.waiting().sinceNanos()))
            .count();
  }

  private static long ended(Case incident, ResourceHistory history) {
    return incident.evidence().ended().stream()
        .filter(wait -> wait.resourceName().equals(history.resourceName()))
        .map(EndedWait::sinceNanos)
        .filter(since -> recent(incident, since))
        .count();
  }

  private static List<Edge> open(Case incident, String name) {
    return incident.graph().activeWaits().stream()
        .filter(wait -> incident.graph().resource(wait.resourceKey()).name().equals(name))
        .toList();
  }

  private Finding finding(Case incident, ResourceHistory history, double current, double baseline) {
    List<Edge> open = open(incident, history.resourceName());
    Resource resource =
        open.isEmpty() ? null : incident.graph().resource(open.get(0).resourceKey());
    Found found =
        resource == null
            ? Found.about(incident, pattern(), history.kind().label(), history.resourceName())
            : Found.about(incident, pattern(), resource);
    return found
        .waits(open)
        .severity(Severity.INFO)
        .sure(0.8)
        .says(
            "waits for "
                + Words.plain(history.resourceName())
                + " began "
                + PoolWords.rate(current)
                + " in the last 10 s, "
                + (baseline == 0
                    ? "none"
                    : baseline < 0.1 ? "less than 0.1/s" : PoolWords.rate(baseline))
                + " in the "
                + Words.duration(history.windowNanos())
                + " before");
  }
}
