package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is known of errors after they came in this or that order. */
final class ErrorTableTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String REFUSED = "java.net.ConnectException";

  private final RateSeries all = new RateSeries(0);
  private final ErrorTable table = new ErrorTable(0);

  private static StackTraceElement frame(String type, String method, int line) {
    return new StackTraceElement(type, method, null, line);
  }

  private static Arrival arrival(Kind kind, String type, long nanos, String trace) {
    return new Arrival(
        kind,
        type,
        List.of(
            frame("java.lang.Throwable", "<init>", 1),
            frame(type, "<init>", 2),
            frame("java.net.Socket", "connect", 3),
            frame("com.acme.Orders", "save", 12),
            frame("java.util.concurrent.FutureTask", "runAndReset", 4)),
        List.of(),
        nanos,
        7,
        "worker-" + (nanos / SECOND) % 2,
        null,
        trace == null
            ? null
            : new TraceRef(trace.repeat(32), "00f067aa0ba902b7", "POST /orders", true));
  }

  private ErrorSeen only(long now) {
    List<ErrorSeen> seen = table.seen(now, all);
    assertEquals(1, seen.size(), seen::toString);
    return seen.get(0);
  }

  @Test
  void signature_is_the_class_and_the_first_frame_of_the_application() {
    table.add(arrival(Kind.TASK, REFUSED, SECOND, null));
    ErrorSeen seen = only(2 * SECOND);
    assertEquals("com.acme.Orders.save(Orders.java:12)", seen.site());
    assertEquals("failed task", seen.fate());
    assertEquals("java.net.Socket", seen.frames().get(0).getClassName());
    assertTrue(table.seen(20 * SECOND, all).isEmpty(), "nothing has happened since");
  }

  @Test
  void error_told_by_recorder_span_and_task_is_one_error_with_the_graver_fate() {
    for (Kind kind : List.of(Kind.THROWN, Kind.SPAN, Kind.TASK)) {
      table.add(arrival(kind, REFUSED, SECOND, null));
    }
    ErrorSeen seen = only(2 * SECOND);
    assertEquals(1, seen.total());
    assertEquals("failed task", seen.fate());
    assertFalse(seen.sampled());
  }

  @Test
  void span_whose_name_is_not_known_any_more_does_not_hide_one_that_was_named_just_before() {
    table.add(arrival(Kind.SPAN, REFUSED, SECOND, "a"));
    Arrival named = arrival(Kind.SPAN, REFUSED, 2 * SECOND, "b");
    TraceRef nameless = new TraceRef("b".repeat(32), "00f067aa0ba902b8", null, true);
    for (long at : new long[] {2 * SECOND, 9 * SECOND}) {
      table.add(
          new Arrival(
              named.kind(),
              named.className(),
              named.frames(),
              named.causes(),
              at,
              named.threadId(),
              named.threadName(),
              null,
              nameless));
      String expected = at == 2 * SECOND ? "POST /orders" : null;
      assertEquals(expected, only(at + SECOND).trace().spanName());
    }
  }

  @Test
  void job_that_swallows_the_same_every_half_second_is_periodic_and_hidden() {
    for (int i = 0; i < 10; i++) {
      table.add(arrival(Kind.THROWN, REFUSED, i * SECOND / 2, null));
    }
    ErrorSeen seen = only(6 * SECOND);
    assertEquals("swallowed", seen.fate());
    assertEquals(10, seen.course().periodic());
    assertEquals(SECOND / 2, seen.periodNanos());
    assertTrue(seen.course().scheduled() && seen.sampled(), seen::toString);
  }

  @Test
  void errors_at_random_are_hardly_ever_a_rhythm_and_those_on_a_beat_always_are() {
    Random random = new Random(42);
    int wrong = 0;
    for (int round = 0; round < 1_000; round++) {
      Rhythm chance = new Rhythm();
      Rhythm beat = new Rhythm();
      double at = 0;
      for (int i = 0; i < 8; i++) {
        at += -Math.log(1 - random.nextDouble()) * SECOND;
        chance.add((long) at);
        beat.add(i * SECOND + random.nextInt((int) (SECOND / 5)));
      }
      wrong += chance.steady() >= 6 ? 1 : 0;
      assertTrue(beat.steady() >= 6, "a beat that is a fifth off is a beat");
    }
    assertTrue(wrong < 20, wrong + " of 1000 random rows were taken for a rhythm");
  }

  @Test
  void attempts_count_per_activity_and_a_back_off_is_seen() {
    long gap = SECOND / 100;
    long at = SECOND;
    for (int i = 0; i < 8; i++) {
      table.add(arrival(Kind.SPAN, REFUSED, SECOND + i * gap, "a"));
    }
    assertEquals(8, only(2 * SECOND).course().attempts());
    assertFalse(only(2 * SECOND).course().widening());
    for (int i = 0; i < 9; i++) {
      at += gap << i;
      table.add(arrival(Kind.SPAN, REFUSED, at, "b"));
    }
    ErrorSeen seen = only(8 * SECOND);
    assertEquals(2, seen.course().activities());
    assertTrue(seen.course().widening(), "the longest row of attempts backs off");
  }

  @Test
  void attempts_told_of_by_two_are_not_added_up_when_one_of_them_missed_some() {
    for (int i = 0; i < 12; i++) {
      long at = SECOND + i * SECOND / 50;
      if (i != 4) {
        table.add(arrival(Kind.UNREACHED, REFUSED, at, "a"));
      }
      table.add(arrival(Kind.SPAN, REFUSED, at + 1000, "a"));
    }
    ErrorSeen seen = only(2 * SECOND);
    assertEquals(12, seen.total());
    assertEquals(12, seen.course().attempts());
    assertEquals(12, seen.course().threads().values().stream().mapToLong(n -> n).sum());
    assertEquals(12 / 5.0, seen.course().perSecond(), 0.01);
  }

  @Test
  void more_that_were_thrown_than_anybody_was_told_of_are_counted_and_called_at_least() {
    for (int i = 0; i < 20; i++) {
      table.add(arrival(Kind.THROWN, REFUSED, SECOND + i, null));
    }
    assertEquals(20, only(2 * SECOND).count());
    table.add(arrival(Kind.LOGGED, REFUSED, 3 * SECOND, null));
    ErrorSeen seen = table.seen(4 * SECOND, all).get(0);
    assertEquals("logged", seen.fate());
    assertEquals(20, seen.total());
    assertEquals(0, seen.count(), "the recorder saw it as well, or one more that was not told");
    assertTrue(seen.sampled());
    for (int i = 0; i < 30; i++) {
      table.add(arrival(Kind.LOGGED, REFUSED, 5 * SECOND + i, null));
    }
    seen = only(6 * SECOND);
    assertEquals(31, seen.total());
    assertEquals(11, seen.count());
    assertFalse(seen.sampled());
  }

  @Test
  void whom_errors_were_with_is_counted_and_bounded() {
    for (int i = 0; i < 40; i++) {
      String peer = i % 4 == 0 ? "" : "tcp 10.0.0." + i + ":5432";
      table.add(arrival(Kind.LOGGED, REFUSED, SECOND + i, null).with(peer));
    }
    assertEquals(ErrorCourse.MOST_PEERS, only(2 * SECOND).course().peers().size());
    assertEquals(1, only(2 * SECOND).course().peers().get("tcp 10.0.0.1:5432"));
  }

  @Test
  void exception_that_passes_three_spans_and_two_loggers_is_one_error_of_each() {
    SameThrown same = new SameThrown();
    IllegalStateException one = new IllegalStateException();
    IllegalStateException other = new IllegalStateException();
    Arrival span = arrival(Kind.SPAN, REFUSED, SECOND, null);
    assertFalse(same.again(one, span));
    assertTrue(same.again(one, span));
    assertFalse(same.again(one, arrival(Kind.LOGGED, REFUSED, SECOND, null)));
    assertFalse(same.again(other, span));
    assertFalse(same.again(one, arrival(Kind.SPAN, REFUSED, 4 * SECOND, null)), "thrown again");
    assertFalse(same.again(one, arrival(Kind.TASK, REFUSED, SECOND, null)));
    assertFalse(same.again(one, arrival(Kind.TASK, REFUSED, SECOND, null)), "two tasks failed");
  }

  @Test
  void status_of_a_span_is_an_error_of_its_own_only_where_nothing_is_recorded_on_it() {
    SpanStatuses statuses = new SpanStatuses();
    List<Arrival> told = new ArrayList<>();
    TraceRef before = new TraceRef("a".repeat(32), "0000000000000001", "GET /a", true);
    TraceRef behind = new TraceRef("a".repeat(32), "0000000000000002", "GET /b", true);
    TraceRef alone = new TraceRef("a".repeat(32), "0000000000000003", "GET /c", true);
    statuses.recorded(before);
    statuses.status(before, SECOND, 7, "worker");
    statuses.status(behind, SECOND, 7, "worker");
    statuses.status(alone, SECOND, 7, "worker");
    statuses.end(false, told::add);
    assertEquals(List.of(), told);
    statuses.recorded(behind);
    statuses.end(false, told::add);
    statuses.end(true, told::add);
    assertEquals(1, told.size());
    assertEquals("status ERROR of GET /c", told.get(0).className());
  }

  @Test
  void burst_after_a_quiet_time_is_above_what_is_usual_and_the_same_rate_all_along_is_not() {
    for (int second = 0; second < 40; second++) {
      for (int i = 0; i < 20; i++) {
        table.add(arrival(Kind.TASK, "com.acme.Steady", second * SECOND + i, null));
        if (second >= 35) {
          table.add(arrival(Kind.TASK, "com.acme.Burst", second * SECOND + i, null));
        }
      }
    }
    for (ErrorSeen seen : table.seen(40 * SECOND, all)) {
      assertEquals(20, seen.course().perSecond(), 0.1);
      assertEquals(
          seen.className().endsWith("Steady") ? 20 : 0, seen.course().usualPerSecond(), 0.1);
    }
    RateSeries young = new RateSeries(0);
    young.add(SECOND, 100);
    assertTrue(young.usual(9 * SECOND) < 0, "nothing is usual yet");
  }

  @Test
  void signatures_beyond_the_bound_are_counted_and_old_ones_make_room() {
    for (int i = 0; i < 4 * ErrorSeen.MOST + 5; i++) {
      table.add(arrival(Kind.TASK, "com.acme.E" + i, SECOND, null));
    }
    assertEquals(5, table.overflows());
    assertEquals(ErrorSeen.MOST, table.seen(2 * SECOND, all).size());
    assertTrue(table.seen(400 * SECOND, all).isEmpty());
    assertNotNull(table.add(arrival(Kind.TASK, "com.acme.Later", 400 * SECOND, null)));
  }

  @Test
  void memory_of_five_minutes_counts_those_of_the_window_alone() {
    ErrorMemory memory = new ErrorMemory();
    for (int minute = 0; minute < 8; minute++) {
      table.add(arrival(Kind.TASK, REFUSED, 60L * minute * SECOND, null));
      memory.add(table.seen(60L * minute * SECOND + 1, all), 60L * minute * SECOND + 1);
    }
    assertEquals(5, memory.recent().get(0).count());
    memory.add(List.of(), 800 * SECOND);
    assertEquals(List.of(), memory.recent());
  }
}
