package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** T12: activities, or threads of no known one, that try again and again without a longer pause. */
final class RetryStorm implements Rule {
  /** More than three attempts for one activity. */
  private static final int LEAST = 4;

  private static final double RISE = 2;

  @Override
  public Pattern pattern() {
    return Pattern.T12;
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
      ErrorCourse course = error.course();
      boolean rises =
          course.usualPerSecond() < 0 || course.perSecond() > RISE * course.usualPerSecond();
      if (course.attempts() >= LEAST && !course.widening() && course.perSecond() >= 1 && rises) {
        findings.add(finding(incident, error, course));
      } else if (course.retry() != null && course.perSecond() >= 1 && rises) {
        findings.add(loop(incident, error, course));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, ErrorSeen error, ErrorCourse course) {
    String span =
        error.trace() == null || error.trace().spanName() == null
            ? ""
            : " of " + Words.plain(error.trace().spanName());
    return ErrorWords.found(incident, this, error)
        .sure(course.usualPerSecond() < 0 ? 0.7 : 0.9)
        .says(
            ErrorWords.name(error)
                + ": up to "
                + course.attempts()
                + " attempts in one activity"
                + span
                + " and no pause between them that grows; "
                + PoolWords.rate(course.perSecond())
                + " in "
                + (course.activities() >= ErrorCourse.MOST_ACTIVITIES ? "at least " : "")
                + Words.count(course.activities(), "activity").replace("activitys", "activities")
                + usual(course));
  }

  /** No trace tells of them, but one thread runs into it in a loop. */
  private Finding loop(Case incident, ErrorSeen error, ErrorCourse course) {
    boolean asks = !course.retry().peer().isEmpty() || Retries.asksOthers(error);
    return ErrorWords.found(incident, this, error)
        .sure(asks ? 0.85 : 0.5)
        .says(
            Retries.sentence(course.retry(), PoolWords.rate(course.perSecond()))
                + ": "
                + ErrorWords.name(error)
                + "; "
                + Retries.course(incident, course.retry())
                + usual(course)
                + (asks ? "" : "; it may be how the program finds its way"));
  }

  private static String usual(ErrorCourse course) {
    return course.usualPerSecond() < 0
        ? ""
        : course.usualPerSecond() == 0
            ? ", none before"
            : ", usual are " + PoolWords.rate(course.usualPerSecond());
  }
}
