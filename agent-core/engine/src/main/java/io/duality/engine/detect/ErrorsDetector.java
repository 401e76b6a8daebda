package io.duality.engine.detect;

import io.duality.diagnosis.Retries;
import io.duality.model.Alarm;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.RetrySeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import io.duality.model.config.Rate;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds errors of one signature that come far more often than they use to, errors in a steady
 * rhythm that end something or that a job of a scheduler swallows each time, and jobs that will not
 * be run again because they threw. What a program throws all the time is how it works: that is
 * learned, and silent.
 */
final class ErrorsDetector implements Detector {
  /** More than usual, for errors that end something. */
  private static final double MUCH = 5;

  /** The same for those of which nobody but the flight recorder tells. */
  private static final double VERY_MUCH = 10;

  /** So many tries in a row without a growing pause are no bad luck. */
  private static final long TRIES = 20;

  /** Above this, what repeats is not a job. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long REMEMBERED_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST = 64;
  private static final int MOST_THREADS = 50;

  /** What programs throw to find their way: to look for classes, to read numbers, to be stopped. */
  private static final Set<String> CONTROL =
      Set.of(
          "java.lang.ClassNotFoundException",
          "java.lang.NoClassDefFoundError",
          "java.lang.NoSuchMethodException",
          "java.lang.NoSuchMethodError",
          "java.lang.NoSuchFieldException",
          "java.lang.NoSuchFieldError",
          "java.lang.InterruptedException",
          "java.lang.NumberFormatException",
          "java.text.ParseException",
          "java.time.format.DateTimeParseException",
          "java.util.MissingResourceException",
          "java.util.concurrent.CancellationException",
          "java.util.concurrent.TimeoutException",
          "java.io.EOFException",
          "java.net.SocketTimeoutException",
          "java.nio.channels.ClosedByInterruptException",
          "java.nio.channels.AsynchronousCloseException",
          "java.nio.file.NoSuchFileException",
          "java.io.FileNotFoundException");

  private final TriggerSettings rule;
  private final Rate rate;
  private final int periodic;
  private final Map<String, Suspect> suspects = new LinkedHashMap<>();
  private long remembered = REMEMBERED_NANOS;

  /** What was found last of a signature, and until when it stands. */
  private record Suspect(ErrorSeen error, Reason reason, long untilNanos) {}

  private enum Reason {
    RATE,
    RHYTHM,
    RETRY,
    STOPPED
  }

  ErrorsDetector(TriggerSettings rule) {
    this.rule = rule;
    this.rate = rule.get(VitalKeys.RATE);
    this.periodic = rule.get(VitalKeys.PERIODIC);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public void pace(long nanos) {
    remembered = Math.max(REMEMBERED_NANOS, 2 * nanos);
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals != null) {
      for (ErrorSeen error : vitals.errors()) {
        Suspect suspect = rule.names().matches(error.className()) ? judge(error, round) : null;
        if (suspect != null && (suspects.size() < MOST || suspects.containsKey(key(error)))) {
          suspects.put(key(error), suspect);
        }
      }
    }
    suspects.values().removeIf(suspect -> suspect.untilNanos - round.nanos() < 0);
    return !suspects.isEmpty();
  }

  private Suspect judge(ErrorSeen error, Round round) {
    boolean control = CONTROL.contains(error.className());
    ErrorCourse course = error.course();
    if (error.fate().equals("stopped job") && !control) {
      return new Suspect(error, Reason.STOPPED, round.nanos() + STOPPED_NANOS);
    }
    double least = rate.count() * 1e9 / rate.per().toNanos();
    double much = error.matters() ? MUCH : VERY_MUCH;
    if ((error.matters() || !control)
        && course.usualPerSecond() >= 0
        && course.perSecond() >= least
        && course.perSecond() > much * course.usualPerSecond()) {
      return new Suspect(error, Reason.RATE, round.nanos() + remembered);
    }
    if (retries(error, control, least)) {
      return new Suspect(error, Reason.RETRY, round.nanos() + remembered);
    }
    boolean swallowed = error.fate().equals("swallowed") && course.scheduled() && !control;
    if (course.periodic() >= periodic
        && error.periodNanos() >= SHORTEST_NANOS
        && (error.matters() || swallowed)) {
      long stands = Math.max(STOPPED_NANOS, 2 * error.periodNanos());
      return new Suspect(error, Reason.RHYTHM, round.nanos() + stands);
    }
    return null;
  }

  /**
   * Whether a thread asks somebody again and again without a pause that grows. Other errors in a
   * loop may be how the program finds its way.
   */
  private static boolean retries(ErrorSeen error, boolean control, double least) {
    RetrySeen retry = error.course().retry();
    return retry != null
        && retry.tries() >= TRIES
        && (control
            ? told(error) && !retry.peer().isEmpty()
            : !retry.peer().isEmpty() || Retries.asksOthers(error))
        && error.course().perSecond() >= least
        && error.course().perSecond() > MUCH * error.course().usualPerSecond();
  }

  /** Whether anybody minds: a read that waits for a while again and again is how much works. */
  private static boolean told(ErrorSeen error) {
    return !error.fate().isEmpty() && !error.fate().equals("swallowed");
  }

  private static String key(ErrorSeen error) {
    return error.signature();
  }

  @Override
  public boolean suspicious() {
    return !suspects.isEmpty();
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    suspects.values().forEach(suspect -> alarms.add(alarm(view, suspect)));
    return alarms;
  }

  private Alarm alarm(View view, Suspect suspect) {
    ErrorSeen error = suspect.error;
    List<Long> threads = new ArrayList<>();
    for (ThreadSeen thread : view.look().threads()) {
      if (error.threads().contains(thread.name()) && threads.size() < MOST_THREADS) {
        threads.add(thread.id());
      }
    }
    return new Alarm(
        "errors",
        Signatures.of("errors", List.of(error.className(), place(error.site()))),
        condition(suspect.reason),
        observed(suspect),
        sentence(suspect),
        "error " + error.signature(),
        threads,
        Math.max(1, error.threads().size()),
        error.trace() == null || error.trace().spanName() == null
            ? List.of()
            : List.of(error.trace().spanName()),
        Set.of("error " + key(error)));
  }

  /** Without the line, which another version has elsewhere. */
  static String place(String site) {
    int end = site.indexOf('(');
    return end < 0 ? site : site.substring(0, end);
  }

  private String condition(Reason reason) {
    return switch (reason) {
      case RATE -> "errors.rate > " + rate.label();
      case RETRY -> "errors.rate > " + rate.label() + " of one loop";
      case RHYTHM -> "errors.periodic >= " + periodic;
      case STOPPED -> "errors: a periodic task threw";
    };
  }

  private static String observed(Suspect suspect) {
    ErrorCourse course = suspect.error.course();
    return switch (suspect.reason) {
      case RATE, RETRY -> Sentences.rate(course.perSecond()) + "/s";
      case RHYTHM -> course.periodic() + " every " + Units.spoken(period(suspect.error), "");
      case STOPPED -> "1";
    };
  }

  private static long period(ErrorSeen error) {
    return Math.max(1_000_000, error.periodNanos());
  }

  private static String retry(ErrorCourse course) {
    String rate = Sentences.rate(course.perSecond()) + " times a second";
    return Retries.sentence(course.retry(), rate);
  }

  private static String sentence(Suspect suspect) {
    ErrorSeen error = suspect.error;
    ErrorCourse course = error.course();
    String what = error.className() + (error.site().isEmpty() ? "" : " at " + error.site());
    String fate =
        switch (error.fate()) {
          case "" -> "";
          case "swallowed" -> ", and nobody is told of it";
          case "logged by message" -> ", and only its message is logged";
          case "span" -> ", on spans";
          case "ended thread" -> ", and it ends threads";
          case "failed task" -> ", and tasks fail of it";
          case "rejected task" -> ", and tasks are refused";
          default -> ", " + error.fate();
        };
    return switch (suspect.reason) {
      case RATE ->
          what
              + " comes "
              + Sentences.rate(course.perSecond())
              + " times a second, "
              + Sentences.rate(course.usualPerSecond())
              + " are usual"
              + fate;
      case RETRY -> retry(course) + ": " + what + fate;
      case RHYTHM ->
          what
              + " comes every "
              + Units.spoken(period(error), " ")
              + ", "
              + course.periodic()
              + " times in a row"
              + fate;
      case STOPPED -> what + " has ended a periodic task: it will not be run again";
    };
  }
}
