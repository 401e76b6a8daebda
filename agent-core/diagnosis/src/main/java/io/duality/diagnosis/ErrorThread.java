package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** T26: the thread and the activity of the first error. */
final class ErrorThread implements Rule {
  private static final int MOST = 5;

  @Override
  public Pattern pattern() {
    return Pattern.T26;
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
      if (ErrorWords.unusual(incident, error)
          && !error.course().firstThread().isEmpty()
          && findings.size() < MOST) {
        findings.add(finding(incident, error));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, ErrorSeen error) {
    ErrorCourse course = error.course();
    TraceRef trace = course.firstTrace();
    Found found =
        Found.about(incident, pattern(), "thread", course.firstThread())
            .threads(ErrorWords.ids(incident, List.of(course.firstThread())));
    return (trace == null ? found : found.traces(List.of(trace.traceId())))
        .sure(error.sampled() ? 0.6 : 0.9)
        .severity(Severity.INFO)
        .says(
            (error.sampled() ? "the first that was seen of " : "the first of ")
                + ErrorWords.counted(error, error.total())
                + " was on "
                + Words.plain(course.firstThread())
                + (trace == null
                    ? ", for no known activity"
                    : " for "
                        + (trace.spanName() == null ? "" : Words.plain(trace.spanName()) + ", ")
                        + "trace "
                        + Words.plain(trace.traceId()))
                + ", at "
                + Words.time(incident.graph().look().wall(error.firstNanos())));
  }
}
