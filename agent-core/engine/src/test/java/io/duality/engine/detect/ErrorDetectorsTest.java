package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Look;
import io.duality.model.RetrySeen;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which errors are worth a bundle, and which are how a program works. */
final class ErrorDetectorsTest {
  private static final long NOW = TimeUnit.HOURS.toNanos(1);
  private static final String REFUSED = "java.net.ConnectException";

  private static ErrorSeen error(
      String className, String fate, double now, double usual, int periodic, boolean scheduled) {
    ErrorCourse course =
        new ErrorCourse(
            now, usual, periodic, 0.1, scheduled, Map.of(), Map.of(), 0, 0, false, "", null, 0.9);
    return new ErrorSeen(
        className,
        "com.acme.Orders.save(Orders.java:12)",
        5,
        50,
        false,
        NOW - 1,
        NOW,
        periodic > 0 ? TimeUnit.SECONDS.toNanos(1) : Vitals.UNKNOWN,
        fate,
        List.of(),
        List.of("worker-1"),
        null,
        List.of(),
        course);
  }

  private static List<Alarm> alarms(String trigger, ErrorSeen[] errors, FailureSeen... failures) {
    Vitals nothing = Vitals.nothing(Instant.EPOCH, NOW);
    Vitals vitals =
        new Vitals(
            nothing.at(),
            NOW,
            TimeUnit.SECONDS.toNanos(1),
            nothing.memory(),
            nothing.gc(),
            nothing.cpu(),
            List.of(),
            List.of(),
            List.of(errors),
            List.of(failures),
            List.of());
    Look look =
        new Look(1, Instant.EPOCH, NOW, List.of(), List.of(), List.of(), List.of(), List.of());
    Round round = new Round(NOW, List.of(), List.of(), Map.of(), vitals, Map.of());
    Watched watched = Watched.only(trigger);
    return watched.absorbed(look, round).getOrDefault(trigger, List.of());
  }

  private static ErrorSeen loop(String className, double perSecond, long tries, String peer) {
    RetrySeen retry = new RetrySeen("price-feed", peer, tries, NOW - 1, 20_000_000, 1);
    ErrorSeen error = error(className, "swallowed", perSecond, -1, 0, false);
    ErrorCourse course =
        new ErrorCourse(
            perSecond, -1, 0, 0.1, false, Map.of(), Map.of(), 0, 0, false, "", null, 0.6, retry);
    return new ErrorSeen(
        className,
        error.site(),
        5,
        tries,
        false,
        NOW - 1,
        NOW,
        Vitals.UNKNOWN,
        "swallowed",
        List.of(),
        List.of("price-feed"),
        null,
        List.of(),
        course);
  }

  @Test
  void thread_that_asks_again_and_again_fires_although_nothing_is_usual_yet() {
    Alarm alarm = errors(loop(REFUSED, 48, 100, "tcp 10.0.0.5:5432")).get(0);
    assertEquals(
        "thread price-feed tries to reach tcp 10.0.0.5:5432 48 times a second without a pause that"
            + " grows: java.net.ConnectException at com.acme.Orders.save(Orders.java:12), and nobody is"
            + " told of it",
        alarm.sentence());
    assertEquals(1, errors(loop("java.sql.SQLException", 48, 100, "")).size());
    assertEquals(List.of(), errors(loop(REFUSED, 48, 19, "tcp 10.0.0.5:5432")), "a few tries");
    assertEquals(List.of(), errors(loop(REFUSED, 2, 100, "tcp 10.0.0.5:5432")), "with a pause");
    assertEquals(List.of(), errors(loop("com.acme.NotANumber", 48, 100, "")), "how it parses");
  }

  private static List<Alarm> errors(ErrorSeen... errors) {
    return alarms("errors", errors);
  }

  private static FailureSeen uncaught(String className, String thread) {
    return new FailureSeen("uncaught", NOW, className, 7, thread, "a hook", null, List.of());
  }

  @Test
  void failing_tasks_far_above_what_is_usual_fire_and_say_both_rates() {
    List<Alarm> alarms = errors(error(REFUSED, "failed task", 42, 0.5, 0, false));
    assertEquals(1, alarms.size());
    assertEquals("errors.rate > 10/1s", alarms.get(0).condition());
    assertEquals("42/s", alarms.get(0).observed());
    assertTrue(alarms.get(0).sentence().contains("0.5 are usual"), alarms.get(0)::sentence);
  }

  @Test
  void what_is_usual_or_not_learned_yet_or_only_control_flow_is_silent() {
    assertEquals(
        List.of(),
        errors(
            error(REFUSED, "failed task", 42, 20, 0, false),
            error("com.acme.Early", "failed task", 42, -1, 0, false),
            error("com.acme.Few", "failed task", 4, 0, 0, false),
            error("com.acme.Thrown", "", 42, 5, 0, false),
            error("java.lang.NumberFormatException", "", 4_000, 0, 0, false),
            error("java.lang.ClassNotFoundException", "swallowed", 900, 0, 0, true),
            error("com.acme.Control", "swallowed", 20, 20, 16, false)));
  }

  @Test
  void rhythm_fires_when_it_ends_something_or_a_job_swallows_it() {
    assertEquals(1, errors(error(REFUSED, "failed task", 1, 1, 6, false)).size());
    assertEquals(1, errors(error(REFUSED, "swallowed", 1, 1, 6, true)).size());
    assertEquals(0, errors(error(REFUSED, "failed task", 1, 1, 5, false)).size());
    assertEquals(0, errors(error(REFUSED, "swallowed", 1, 1, 6, false)).size());
    assertEquals(
        0, errors(error("java.net.SocketTimeoutException", "swallowed", 1, 1, 9, true)).size());
  }

  @Test
  void periodic_task_that_threw_once_and_will_not_run_again_fires() {
    Alarm alarm = errors(error(REFUSED, "stopped job", 0, 0, 0, false)).get(0);
    assertTrue(alarm.sentence().contains("will not be run again"), alarm::sentence);
  }

  @Test
  void uncaught_exceptions_of_one_kind_are_one_alarm_and_the_end_of_threads_is_none() {
    List<Alarm> alarms =
        alarms(
            "uncaught",
            new ErrorSeen[0],
            uncaught("com.acme.Lost", "worker-1"),
            uncaught("com.acme.Lost", "worker-2"),
            uncaught("java.lang.ThreadDeath", "worker-3"),
            uncaught("java.lang.InterruptedException", "worker-4"));
    assertEquals(1, alarms.size());
    assertEquals(2, alarms.get(0).width());
    assertTrue(alarms.get(0).sentence().contains("worker-1"), alarms.get(0)::sentence);
  }

  @Test
  void signature_does_not_know_the_line() {
    String first = errors(error(REFUSED, "stopped job", 0, 0, 0, false)).get(0).signature();
    assertEquals("com.acme.Orders.save", ErrorsDetector.place("com.acme.Orders.save(O.java:12)"));
    assertTrue(first.startsWith("errors:"), first);
  }
}
