package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.util.Collection;
import java.util.List;

/** The errors of an incident, and how one is called. */
final class ErrorWords {
  private static final double RISE = 2;

  private ErrorWords() {}

  static List<ErrorSeen> all(Case incident) {
    return incident.evidence().health().errors();
  }

  /** {@code java.net.ConnectException at com.acme.Orders.save(Orders.java:12)}. */
  static String name(ErrorSeen error) {
    return Words.plain(error.className())
        + (error.site().isEmpty() ? "" : " at " + Words.plain(error.site()));
  }

  /** {@code 320 java.net.ConnectException at …}; at least so many when they were only sampled. */
  static String counted(ErrorSeen error) {
    return counted(error, error.count());
  }

  /** The same of another time than the minutes that are remembered. */
  static String counted(ErrorSeen error, long number) {
    return (error.sampled() ? "at least " : "") + PoolWords.number(number) + " x " + name(error);
  }

  /** Whether it is more than how the program works: the trigger names it, it rises, or it ends. */
  static boolean unusual(Case incident, ErrorSeen error) {
    ErrorCourse course = error.course();
    boolean rises =
        course.usualPerSecond() >= 0
            && course.perSecond() >= 1
            && course.perSecond() > RISE * course.usualPerSecond();
    return rises
        || Reason.requests(incident.evidence()).stream()
            .anyMatch(each -> each.alarm().rootKey().contains(error.signature()))
        || error.fate().equals("ended thread")
        || error.fate().equals("stopped job")
        || repeatedJob(error);
  }

  /** Whether a job of a scheduler swallows it each time. */
  static boolean repeatedJob(ErrorSeen error) {
    return error.fate().equals("swallowed")
        && error.course().scheduled()
        && error.course().periodic() > 0;
  }

  /** A finding about the class of an error. */
  static Found found(Case incident, Rule rule, ErrorSeen error) {
    Found found =
        Found.about(incident, rule.pattern(), "class", error.className())
            .threads(ids(incident, error.threads()));
    return error.trace() == null ? found : found.traces(List.of(error.trace().traceId()));
  }

  /** The threads of these names that live at the look. */
  static List<Long> ids(Case incident, Collection<String> names) {
    return incident.evidence().dumpLook().threads().stream()
        .filter(thread -> names.contains(thread.name()))
        .map(ThreadSeen::id)
        .toList();
  }

  /** What became of them, as a clause; empty when nobody knows. */
  static String fate(ErrorSeen error) {
    return switch (error.fate()) {
      case "ended thread" -> "threads ended of it";
      case "failed task" -> "tasks failed of it";
      case "rejected task" -> "tasks were refused";
      case "stopped job" -> "it stopped a periodic task for good";
      case "span" -> "spans were told of it";
      case "logged" -> "it was logged or printed";
      case "logged by message" -> "log lines tell of it in their words, without its stack";
      case "swallowed" -> "nothing that is heard tells of it";
      default -> "";
    };
  }

  /** Why no error would prove nothing; null when errors were heard. */
  static String blind(Case incident) {
    if (incident.evidence().health().series().isEmpty()) {
      return "no vitals were read";
    }
    for (Unknown unknown : incident.evidence().health().unknown()) {
      if (unknown.subject().equals("errors")) {
        return Words.plain("errors, " + unknown.what() + ": " + unknown.why());
      }
    }
    return null;
  }
}
