package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.GcSeen;
import io.duality.model.Pattern;
import io.duality.model.StallSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** T22: the application's threads were all stopped, by the collector or by another operation. */
final class StopTheWorld implements Rule {
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double MUCH = 0.1;

  @Override
  public Pattern pattern() {
    return Pattern.T22;
  }

  @Override
  public Set<Source> needs() {
    return Set.of();
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().health().series().isEmpty() ? "pauses were not watched" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    Course course = new Course(incident.evidence().health());
    List<Finding> findings = new ArrayList<>();
    if (course.last() == null) {
      return findings;
    }
    long longest = course.longestPause();
    double share = course.gcShare();
    if (longest >= LONG_NANOS || share >= MUCH) {
      findings.add(collector(incident, course, longest, share));
    }
    for (StallSeen stall : course.stalls()) {
      if (stall.cause() == StallSeen.Cause.VM_OPERATION && stall.durationNanos() >= LONG_NANOS) {
        findings.add(operation(incident, stall));
      }
    }
    return findings;
  }

  private Finding collector(Case incident, Course course, long longest, double share) {
    Vitals at = course.greatest(each -> each.gc().longestNanos());
    GcSeen gc = course.last().gc();
    String who = gc.collector().isEmpty() ? "the collector" : gc.collector();
    StringBuilder said = new StringBuilder(who);
    said.append(" stopped every thread ");
    if (share >= MUCH) {
      said.append(Amounts.percent(share))
          .append(" of the last ")
          .append(Words.window(course.coveredNanos()))
          .append(", in ")
          .append(Words.count(course.sum(each -> each.gc().collections()), "collection"));
      said.append(longest > 0 ? "; the longest pause, " : "");
    } else {
      said.append("for ");
    }
    if (longest > 0) {
      said.append(Words.duration(longest)).append(", ended before ").append(Words.time(at.at()));
      said.append("Z");
      if (at.gc().cause() != null) {
        said.append(", cause ").append(Words.plain(at.gc().cause()));
      }
    }
    long allocated = course.sum(each -> each.gc().allocatedBytes());
    if (allocated > 0 && course.coveredNanos() > 0) {
      said.append("; the application allocates ");
      said.append(Amounts.bytesPerSecond(allocated * 1e9 / course.coveredNanos()));
    }
    return Found.about(incident, pattern(), "process", who)
        .at(CollectorTrouble.EVIDENCE)
        .severity(Severity.WARNING)
        .sure(0.95)
        .says(said.toString());
  }

  private Finding operation(Case incident, StallSeen stall) {
    String operation = stall.operation() == null ? "unnamed" : Words.plain(stall.operation());
    return Found.about(incident, pattern(), "process", operation)
        .at(CollectorTrouble.EVIDENCE)
        .sure(0.9)
        .says(
            String.format(
                Locale.ROOT,
                "VM operation %s stopped every thread for %s%s",
                operation,
                Words.duration(stall.durationNanos()),
                stall.caller() == null ? "" : ", asked for by " + Words.plain(stall.caller())));
  }
}
