package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Pattern;
import io.duality.model.RetrySeen;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Errors of one signature come often, or in a rhythm. */
final class ErrorsTelling extends VitalTelling {
  private static final int MOST = 6;

  /** What comes faster is no rhythm that a timer makes. */
  private static final long RHYTHM_NANOS = 100_000_000;

  private static final long OLD_NANOS = 60_000_000_000L;

  private final ErrorSeen error;

  ErrorsTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.error = error();
  }

  /** The signature that the trigger names, else the most frequent one. */
  private ErrorSeen error() {
    String named = alarm().rootKey() + " " + alarm().sentence();
    ErrorSeen found = null;
    for (ErrorSeen each : health.errors()) {
      if (named.contains(each.className())
          && (found == null || (!each.site().isEmpty() && named.contains(each.site())))) {
        found = each;
      }
    }
    return found != null || health.errors().isEmpty() ? found : health.errors().get(0);
  }

  private boolean periodic() {
    return error != null
        && error.periodNanos() >= RHYTHM_NANOS
        && !alarm().condition().contains("errors.rate");
  }

  @Override
  Pattern pattern() {
    return periodic() ? Pattern.T10 : Pattern.T11;
  }

  @Override
  RootCause cause() {
    return error == null
        ? new RootCause("resource", incident.service(), "observed by the trigger")
        : new RootCause(
            "class",
            Words.plain(error.className()),
            error.site().isEmpty() ? "its place is not known" : "thrown at " + error.site());
  }

  /** Errors per second over the last ten seconds; negative when no reading says. */
  private double rate() {
    if (error.course().perSecond() > 0) {
      return error.course().perSecond();
    }
    long count = 0;
    long nanos = 0;
    List<Vitals> minute = course.last() == null ? List.of() : course.minute();
    for (Vitals each : minute.subList(Math.max(0, minute.size() - 10), minute.size())) {
      nanos += each.sinceNanos();
      for (ErrorSeen seen : each.errors()) {
        boolean same =
            seen.className().equals(error.className()) && seen.site().equals(error.site());
        count += same ? seen.count() : 0;
      }
    }
    return nanos <= 0 ? -1 : count * 1e9 / nanos;
  }

  @Override
  String title() {
    if (error == null) {
      return alarm().sentence();
    }
    double rate = rate();
    if (error.fate().equals("stopped job")) {
      return "a periodic job has stopped for good: it threw "
          + Words.withoutPackages(error.className())
          + Sites.at(error.site());
    }
    RetrySeen retry = error.course().retry();
    if (retry != null && !periodic()) {
      return Retries.sentence(retry, PoolWords.rate(rate))
          + ": "
          + Words.withoutPackages(error.className())
          + Sites.at(error.site())
          + fate();
    }
    return Words.withoutPackages(error.className())
        + (periodic()
            ? " every " + Words.duration(error.periodNanos())
            : rate > 0 && error.count() > 2 ? " " + PoolWords.rate(rate) : "")
        + Sites.at(error.site())
        + (error.trace() == null || error.trace().spanName() == null
            ? ""
            : " for " + error.trace().spanName())
        + " ("
        + PoolWords.number(error.count())
        + (error.sampled() ? " or more" : "")
        + " in "
        + Words.duration(incident.rememberedNanos())
        + fate()
        + ")"
        + (error.causes().isEmpty()
            ? ""
            : ", caused by "
                + Words.withoutPackages(error.causes().get(error.causes().size() - 1)));
  }

  private String fate() {
    return switch (error.fate()) {
      case "swallowed" -> ", swallowed: no log line and no failed span is heard of";
      case "caught" -> ", caught";
      case "logged" -> ", logged";
      case "logged by message" -> ", logged without its stack";
      case "span" -> ", in failed spans";
      case "ended thread" -> ", ending threads";
      case "failed task" -> ", failing tasks";
      case "rejected task" -> ", refusing tasks";
      case "stopped job" -> ", and its job will not be run again";
      default -> "";
    };
  }

  @Override
  public String root() {
    if (error == null) {
      return observed() + ".";
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        Words.code(error.className())
            + (error.site().isEmpty()
                ? " is thrown; where was not seen."
                : " is thrown at " + Words.code(error.site()) + "."));
    if (!error.causes().isEmpty()) {
      List<String> causes = error.causes().stream().map(Words::code).toList();
      sentences.add(
          (causes.size() == 1 ? "Its cause is " : "Its causes, outermost first: ")
              + String.join(", ", causes)
              + (causes.size() == 1 ? "." : "; look at the last one first."));
    }
    if (!error.course().peers().isEmpty()) {
      sentences.add("It was " + ErrorPeers.with(error, Words::code) + ".");
    }
    if (periodic()) {
      sentences.add(
          "The steady rhythm of "
              + Words.duration(error.periodNanos())
              + " means a timer, a poll or a retry with a fixed interval, not the load.");
    }
    ErrorCourse course = error.course();
    if (course.usualPerSecond() >= 0 && !periodic() && old()) {
      sentences.add(
          "Usual for it are "
              + PoolWords.rate(course.usualPerSecond())
              + ", now "
              + PoolWords.rate(rate())
              + ".");
    }
    if (course.attempts() > 2) {
      sentences.add(
          "Up to "
              + PoolWords.number(course.attempts())
              + " in one activity: it is tried again and again"
              + (course.widening() ? ", with growing pauses." : ", without growing pauses."));
    }
    if (course.retry() != null) {
      sentences.add(
          Words.code(course.retry().thread())
              + " comes back to it in a loop: "
              + Retries.course(incident, course.retry())
              + "; the pause does not grow.");
    }
    if (error.fate().equals("stopped job")) {
      sentences.add(
          "A scheduler runs a periodic task no more once it has thrown: what it did is not done since.");
    }
    if (error.fate().equals("swallowed")) {
      sentences.add("It is caught, and no task, span, thread, known logger or print tells of it.");
    }
    return String.join(" ", sentences);
  }

  /** Whether it was there before it became an incident: what began with it makes nothing usual. */
  private boolean old() {
    return incident.graph().nanos() - error.firstNanos() >= OLD_NANOS;
  }

  @Override
  public String hurt() {
    if (error == null) {
      return null;
    }
    return (error.trace() == null
            ? "no request that is known"
            : Words.span(error.trace()) + ", last trace " + Words.code(error.trace().traceId()))
        + (error.threads().isEmpty()
            ? "."
            : "; thrown by "
                + (error.threads().size() > 3 && Words.fold(error.threads()) != null
                    ? Words.code(Words.fold(error.threads()))
                    : Words.some(error.threads().stream().map(Words::code).toList(), 3))
                + ".");
  }

  @Override
  public List<String> block() {
    return error == null ? List.of() : Stacks.lines(error.frames(), MOST);
  }

  @Override
  List<Timeline.Told> events() {
    if (error == null) {
      return List.of();
    }
    String name = Words.code(Words.withoutPackages(error.className()));
    if (error.firstNanos() == error.lastNanos()) {
      Instant at = incident.graph().look().wall(error.firstNanos());
      return List.of(new Timeline.Told(at, name + " is thrown"));
    }
    return List.of(
        new Timeline.Told(
            incident.graph().look().wall(error.firstNanos()),
            "first " + name + " that was counted"),
        new Timeline.Told(
            incident.graph().look().wall(error.lastNanos()),
            "last one so far, "
                + PoolWords.number(error.total())
                + (error.sampled() ? " or more" : "")
                + " in all"));
  }

  @Override
  public Existing existing() {
    Existing table = Existing.columns("error", "thrown at", "how often", "became of it", "causes");
    List<ErrorSeen> errors = new ArrayList<>(health.errors());
    if (error != null && errors.remove(error)) {
      errors.add(0, error); // the others are beside it, however many they are
    }
    for (ErrorSeen each : errors.subList(0, Math.min(MOST, errors.size()))) {
      table =
          table.row(
              Words.code(each.className()),
              each.site().isEmpty() ? "not known" : Words.code(Sites.brief(each.site())),
              PoolWords.number(each.count())
                  + (each.sampled() ? " or more" : "")
                  + (each.periodNanos() >= RHYTHM_NANOS
                      ? ", every " + Words.duration(each.periodNanos())
                      : ""),
              each.fate().isEmpty() ? "nobody saw" : each.fate(),
              each.causes().isEmpty()
                  ? "-"
                  : Words.code(Words.withoutPackages(each.causes().get(each.causes().size() - 1))));
    }
    return table;
  }

  @Override
  public List<String> steps() {
    if (error == null) {
      return List.of(
          "See `recording.jfr`: events `jdk.JavaExceptionThrow` and `jdk.JavaErrorThrow`.");
    }
    List<String> steps = new ArrayList<>();
    if (error.course().retry() != null && !error.course().retry().peer().isEmpty()) {
      String peer = error.course().retry().peer();
      steps.add(
          "See whether "
              + Words.code(peer)
              + " listens, and that this is the address that is meant.");
    }
    String place =
        error.site().isEmpty() ? "the stack above" : Words.code(Sites.brief(error.site()));
    steps.add(
        (Retries.asksOthers(error) ? "See what " : "See why ")
            + place
            + (Retries.asksOthers(error) ? " asks for and who answers" : " throws")
            + (error.trace() == null
                ? "."
                : ": trace " + Words.code(error.trace().traceId()) + "."));
    steps.add(
        error.fate().equals("stopped job")
            ? "Restart to have the job run again, once the cause is removed: its scheduler does not."
            : periodic()
                ? "A restart only begins the rhythm anew; nothing is lost by one."
                : "A restart is safe and does not help while the cause lasts"
                    + (Retries.asksOthers(error)
                        ? "; retries without a pause make it worse."
                        : "."));
    steps.add(
        error.fate().equals("stopped job")
            ? "Later: catch and log inside the periodic task, so that it lives on."
            : error.fate().equals("swallowed")
                ? "Later: "
                    + (error.course().retry() == null
                        ? ""
                        : "retries with a growing interval and an end; ")
                    + "log it once with its cause where it is caught, or pass it on."
                : Retries.asksOthers(error)
                    ? "Later: retries with a growing interval and an end, and an alarm on this signature."
                    : "Later: check what it is given where it comes in, and an alarm on this signature.");
    return steps;
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    unknown.add("What the messages say: they may hold secrets, and are not kept.");
    if (error != null && error.sampled()) {
      unknown.add("The true number: some were not counted to keep the cost down.");
    }
    return unknown;
  }
}
