package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** T10: errors of one signature that come in a steady rhythm. */
final class PeriodicError implements Rule {
  private static final int LEAST = 6;

  /** What comes more often is work, not a rhythm. */
  private static final long SHORTEST_NANOS = 100_000_000;

  @Override
  public Pattern pattern() {
    return Pattern.T10;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return ErrorWords.blind(incident);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ErrorSeen error : ErrorWords.all(incident)) {
      if (error.course().periodic() >= LEAST && error.periodNanos() >= SHORTEST_NANOS) {
        findings.add(finding(incident, error));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, ErrorSeen error) {
    ErrorCourse course = error.course();
    String fate = ErrorWords.fate(error);
    boolean matters = error.matters() || (error.fate().equals("swallowed") && course.scheduled());
    return ErrorWords.found(incident, this, error)
        .sure(error.sampled() ? 0.75 : 0.9)
        .severity(matters ? Severity.WARNING : Severity.INFO)
        .says(
            ErrorWords.name(error)
                + " comes every "
                + Words.duration(error.periodNanos())
                + ", "
                + course.periodic()
                + " times in a row (the times between vary by "
                + Math.round(100 * course.variation())
                + " %)"
                + (course.scheduled() ? ", in a job that a scheduler repeats" : "")
                + (fate.isEmpty() ? "" : "; " + fate));
  }
}
