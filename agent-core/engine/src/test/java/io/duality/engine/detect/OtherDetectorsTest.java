package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.EndedWait;
import io.duality.model.EndedWait.Outcome;
import io.duality.model.PoolSeen;
import io.duality.model.ResourceKind;
import io.duality.model.SpanSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherDetectorsTest {
  private static final String LOCK = "com.acme.Inventory.stockLock";
  private static final String POOL = "HikariPool-1";

  private final Looks looks = new Looks();

  @Test
  void tasks_of_which_one_in_a_hundred_waits_too_long_for_a_worker() {
    Watched watched = Watched.only("pool-wait");
    PoolFigures pool = new PoolFigures(1, 2).depth(12, 1).counts(400);
    looks.pool("P", "pool mail", pool);
    pool.delays = new PoolSeen.Delays(400, 90_000_000L, 1_900_000_000L, 9_000_000_000L);
    Watched.silent(watched.look(looks.at(1)), "1.9 s");
    pool.delays = new PoolSeen.Delays(4, 90_000_000L, 2_100_000_000L, 9_000_000_000L);
    Watched.silent(watched.look(looks.at(2)), "four tasks tell nothing of one in a hundred");
    pool.delays = new PoolSeen.Delays(400, 90_000_000L, 2_100_000_000L, 9_000_000_000L);
    Alarm alarm = watched.one(looks.at(3));
    assertEquals("pool-wait.p99 > 2s", alarm.condition());
    assertEquals(
        "pool mail: 1 % of the last 400 tasks waited longer than 2.1 s for a worker, the median"
            + " 90 ms; 12 tasks queued, the oldest for 1 s",
        alarm.sentence());
  }

  @Test
  void borrowers_of_which_one_in_a_hundred_waits_too_long_for_a_connection() {
    Watched watched = Watched.only("pool-wait");
    looks.resource("C", ResourceKind.CONNECTION_POOL, POOL).running(9, "leaker").holds(9, "C");
    List<EndedWait> ended = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ended.add(ended(i, POOL, ResourceKind.CONNECTION_POOL, "borrow", 10, 10.04));
    }
    Watched.silent(watched.look(looks.at(11), ended, List.of(), Map.of()), "40 ms each");
    looks.thread(5, "http-5", "GET /a").waits(5, "C", "borrow", 11);
    Watched.silent(watched.look(looks.at(12.5)), "1.5 s");
    Alarm alarm = watched.one(looks.at(13.5));
    assertEquals(
        "HikariPool-1: 1 % of 51 waits for a connection in 1 min took longer than 2.5 s, the median"
            + " 40 ms; 1 thread waits now, root thread leaker",
        alarm.sentence());
    assertEquals("thread:9", alarm.rootKey());
    looks.ends(5);
    Watched.silent(watched.look(looks.at(80)), "all that is a minute ago");
  }

  @Test
  void lock_at_which_its_threads_spend_a_third_of_a_minute_is_contended() {
    Watched watched = Watched.only("contention");
    looks.lock("L", LOCK).running(9, "sync").holds(9, "L");
    assertFalse(watched.detectors().absorb(round(0, List.of())));
    boolean asked = false;
    Alarm alarm = null;
    for (int second = 1; second < 60 && alarm == null; second++) {
      List<EndedWait> ended = new ArrayList<>();
      for (int thread = 1; thread <= 4; thread++) {
        ended.add(ended(thread, LOCK, ResourceKind.LOCK, "lock", second - 0.8, second - 0.1));
      }
      asked |= watched.detectors().absorb(round(second, ended));
      List<Alarm> alarms =
          watched.all(looks.at(second), round(second, List.of())).values().stream()
              .flatMap(List::stream)
              .toList();
      alarm = alarms.isEmpty() ? null : alarms.get(0);
    }
    assertTrue(asked, "it wants a look although nothing waits for long");
    assertEquals("31%", alarm.observed());
    assertEquals("contention.share > 30% in 1m", alarm.condition());
    assertTrue(
        alarm
            .sentence()
            .startsWith(
                "lock " + LOCK + ": its 5 threads spent 31 % of the last 1 min waiting for it"),
        alarm.sentence());
    assertEquals("L", alarm.rootKey());
  }

  @Test
  void two_threads_that_take_turns_and_short_waits_are_no_contention() {
    Watched watched = Watched.only("contention");
    looks.lock("L", LOCK);
    for (int second = 1; second < 120; second++) {
      List<EndedWait> ended = new ArrayList<>();
      ended.add(ended(1, LOCK, ResourceKind.LOCK, "lock", second - 0.9, second));
      ended.add(ended(2, LOCK, ResourceKind.LOCK, "lock", second - 0.9, second));
      for (int thread = 1; thread <= 8; thread++) {
        ended.add(ended(thread, "b", ResourceKind.LOCK, "lock", second - 0.2, second));
      }
      Watched.silent(
          watched.look(looks.at(second), ended, List.of(), Map.of()), "second " + second);
    }
  }

  @Test
  void monitors_are_summed_from_look_to_look_and_object_wait_is_no_contention() {
    Watched watched = Watched.only("contention", "trigger.contention.window=10s");
    looks.resource("M", ResourceKind.MONITOR, "monitor com.acme.Cart@1f").running(9, "sync");
    looks.resource("N", ResourceKind.MONITOR, "monitor com.acme.Box@2f").holds(9, "M");
    for (int i = 1; i <= 3; i++) {
      looks.thread(i, "http-" + i, null).waits(i, "M", "enter", 0);
      looks.thread(10 + i, "idle-" + i, null).waits(10 + i, "N", "wait", 0);
    }
    for (int second = 1; second <= 5; second++) {
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    Alarm alarm = watched.one(looks.at(6));
    assertTrue(alarm.sentence().contains("its 4 threads spent 38 %"), alarm.sentence());
    assertEquals("thread:9", alarm.rootKey());
  }

  @Test
  void span_that_is_open_for_too_long_is_told_whoever_works_for_it() {
    Watched watched = Watched.only("activity", "trigger.activity.spans=POST *,com.acme.*");
    looks.lock("L", LOCK).running(9, "sync").holds(9, "L");
    looks.thread(7, "http-7", "POST /orders").waits(7, "L", "lock", 30);
    SpanSeen old = new SpanSeen(String.format("%016x", 7), "POST /orders", Looks.nanos(1));
    SpanSeen other = new SpanSeen(String.format("%016x", 8), "GET /events", 0);
    List<SpanSeen> spans = List.of(other, old);
    Watched.silent(watched.look(looks.at(31), List.of(), spans, Map.of()), "30 s");
    List<Alarm> alarms = watched.look(looks.at(36), List.of(), spans, Map.of());
    assertEquals(1, alarms.size());
    assertEquals(
        "span POST /orders is open for 35 s; POST /orders waits 6 s for lock "
            + LOCK
            + " held by thread sync",
        alarms.get(0).sentence());
    assertEquals("thread:9", alarms.get(0).rootKey());
    assertEquals(List.of("POST /orders"), alarms.get(0).spanNames());
  }

  @Test
  void open_span_of_a_thread_that_does_not_wait_asks_for_a_look() {
    Watched watched = Watched.only("activity", "trigger.activity.age=1s");
    SpanSeen span = new SpanSeen("00000000000000aa", "report", 0);
    assertEquals(1_000_000_000L, watched.detectors().oldestSpans());
    assertFalse(watched.detectors().absorb(spans(0.9, span)));
    assertTrue(watched.detectors().absorb(spans(1.1, span)));
    Map<String, List<Alarm>> alarms = watched.all(looks.at(1.1), spans(1.1, span));
    assertEquals(
        "span report is open for 1.1 s; which thread works for it is not known",
        alarms.get("activity").get(0).sentence());
  }

  @Test
  void task_that_runs_for_too_long_is_an_activity_too() {
    Watched watched = Watched.only("activity");
    PoolFigures pool = new PoolFigures(1, 2).counts(9);
    pool.runs("com.acme.NightJob", 1, 5).runs("com.acme.Other", 2, 20);
    looks.pool("P", "pool jobs", pool);
    Alarm alarm = watched.one(looks.at(40));
    assertEquals("task com.acme.NightJob runs for 35 s; thread 1 works for it", alarm.sentence());
  }

  @Test
  void pool_that_ends_no_task_any_more_misses_its_heartbeat() {
    Watched watched = Watched.only("heartbeat", "heartbeat.mail.expect=2/10s");
    PoolFigures pool = new PoolFigures(1, 2);
    looks.pool("P", "pool mail", pool);
    for (int second = 0; second < 40; second++) {
      pool.counts(second / 4);
      Watched.silent(watched.look(looks.at(second)), "a task in 4 s: second " + second);
    }
    int late = -1;
    for (int second = 40; second < 60 && late < 0; second++) {
      late = watched.look(looks.at(second)).isEmpty() ? -1 : second;
    }
    assertEquals(43, late, "the last but one was at second 32");
    Alarm alarm = watched.one(looks.at(48));
    assertEquals("heartbeat < 2/10s", alarm.condition());
    assertEquals("pool mail moved last 12 s ago, and 2/10s is expected", alarm.sentence());
    pool.counts(20);
    Watched.silent(watched.look(looks.at(49)), "it moves again");
  }

  @Test
  void heartbeat_is_not_missed_by_looks_that_are_too_seldom_to_see_each_beat() {
    Watched watched = Watched.only("heartbeat", "heartbeat.uploader.expect=30/1m");
    looks.lock("L", LOCK);
    Alarm alarm = null;
    int second = 0;
    for (; second < 300; second += 5) { // twelve looks a minute, and each finds another wait
      looks.ends(7);
      looks.thread(7, "uploader", "").waits(7, "L", "lock", second - 0.5);
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    for (; second < 400 && alarm == null; second += 5) { // the same wait, look after look
      List<Alarm> alarms = watched.look(looks.at(second));
      alarm = alarms.isEmpty() ? null : alarms.get(0);
    }
    assertTrue(alarm != null && second <= 345, "half of a minute's looks found the same wait");
  }

  @Test
  void queue_thread_and_span_have_heartbeats_too() {
    Watched watched =
        Watched.only(
            "heartbeat",
            "heartbeat.rows.names=com.acme.*.rows",
            "heartbeat.uploader-*.kinds=thread",
            "heartbeat.poll.names=poll inbox");
    for (int second = 0; second < 30; second++) {
      looks.queue("Q", "com.acme.Export.rows", 5, -1, 0, Looks.hand(7, "uploader-1", second));
      Watched.silent(
          watched.look(
              looks.at(second), List.of(), List.of(), Map.of("poll inbox", Looks.nanos(second))),
          "second " + second);
    }
    Map<String, Long> begun = Map.of("poll inbox", Looks.nanos(29));
    List<Alarm> alarms = watched.look(looks.at(40), List.of(), List.of(), begun);
    assertEquals(
        List.of(
            "queue com.acme.Export.rows moved last 11 s ago",
            "span poll inbox moved last 11 s ago",
            "thread uploader-1 moved last 11 s ago"),
        alarms.stream().map(each -> each.sentence().split(",")[0]).sorted().toList());
  }

  @Test
  void what_is_declared_and_does_not_exist_is_said_once_and_is_no_alarm() {
    Watched watched = Watched.only("heartbeat", "heartbeat.mial.expect=1/5s");
    looks.pool("P", "pool mail", new PoolFigures(1).counts(0));
    for (int second = 0; second < 60; second++) {
      Watched.silent(watched.look(looks.at(second)), "second " + second);
      List<String> remarks = watched.detectors().remarks();
      assertEquals(
          second == 6
              ? List.of(
                  "heartbeat mial: there is no pool, queue, span, thread called mial so far; it is"
                      + " watched for from when it appears")
              : List.of(),
          remarks);
    }
  }

  private static Round round(double seconds, List<EndedWait> ended) {
    return new Round(Looks.nanos(seconds), ended, List.of(), Map.of());
  }

  private static Round spans(double seconds, SpanSeen... spans) {
    return new Round(Looks.nanos(seconds), List.of(), List.of(spans), Map.of());
  }

  private static EndedWait ended(
      long thread, String name, ResourceKind kind, String op, double from, double to) {
    long since = Looks.nanos(from);
    return new EndedWait(
        thread,
        "t-" + thread,
        name,
        kind,
        op,
        since,
        Looks.nanos(to) - since,
        Outcome.ACQUIRED,
        null);
  }
}
