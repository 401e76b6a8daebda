package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Look;
import io.duality.model.Pattern;
import io.duality.model.TaskEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** T21: what is thrown and swallowed, by the application or by the JDK. */
final class HiddenError implements Rule {
  private static final int MOST = 5;

  @Override
  public Pattern pattern() {
    return Pattern.T21;
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
      if (error.fate().equals("swallowed")
          && ErrorWords.unusual(incident, error)
          && findings.size() < MOST) {
        boolean job = ErrorWords.repeatedJob(error);
        findings.add(swallowed(incident, error, job ? Severity.WARNING : Severity.INFO));
      }
    }
    findings.addAll(stopped(incident));
    return findings;
  }

  private Finding swallowed(Case incident, ErrorSeen error, Severity severity) {
    return ErrorWords.found(incident, this, error)
        .sure(error.course().sure())
        .severity(severity)
        .says(
            ErrorWords.counted(error)
                + ": caught there or near, and no task, span, thread or logger that is heard tells"
                + " of it");
  }

  /** A periodic task that throws is never run again, and only its future knows. */
  private List<Finding> stopped(Case incident) {
    List<Finding> findings = new ArrayList<>();
    Set<Long> told = new HashSet<>();
    for (Look look : incident.evidence().looks()) {
      for (TaskEvent event : look.taskEvents()) {
        if (event.phase() == TaskEvent.Phase.STOPPED && told.add(event.nanos())) {
          String thrown = event.detail().isEmpty() ? "something" : Words.plain(event.detail());
          findings.add(
              Found.about(
                      incident,
                      pattern(),
                      "class",
                      event.detail().isEmpty() ? event.className() : event.detail())
                  .sure(0.95)
                  .says(
                      "periodic task "
                          + Words.plain(event.className())
                          + " of "
                          + Words.plain(event.poolName())
                          + " threw "
                          + thrown
                          + " at "
                          + Words.time(incident.graph().look().wall(event.nanos()))
                          + " and will not be run again; only its future says so"));
        }
      }
    }
    for (FailureSeen failure : incident.evidence().health().failures()) {
      if (failure.kind().equals("stopped job") && told.add(failure.nanos())) {
        findings.add(
            Found.about(incident, pattern(), "class", failure.className())
                .sure(0.95)
                .says(
                    "a periodic task on "
                        + Words.plain(failure.threadName())
                        + " threw "
                        + Words.plain(failure.className())
                        + " at "
                        + Words.time(incident.graph().look().wall(failure.nanos()))
                        + " and will not be run again; only its future says so"));
      }
    }
    return findings;
  }
}
