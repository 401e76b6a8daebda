package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.CpuSeen;
import io.duality.model.GcSeen;
import io.duality.model.HandleSeen;
import io.duality.model.HandleSeen.Group;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class HandleDetectorTest {
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");
  private static final String EXPORTS = "/data/export/*.csv";

  private final Looks looks = new Looks();

  @Test
  void files_that_become_more_and_more_are_told_with_their_rate_and_their_end() {
    Watched watched = Watched.only("leak-handles");
    Alarm alarm = run(watched, 400, s -> files(50 + 5 * s)).get(0);
    assertTrue(alarm.sentence().startsWith("files " + EXPORTS + ": 500 to "), alarm.sentence());
    assertTrue(
        alarm.sentence().contains(", 5.0/s more; the limit of 4096 is reached in "),
        alarm.sentence());
    assertEquals("growth over 5m without a plateau, exhausted in < 1h", alarm.condition());
    assertEquals(1, run(Watched.only("leak-handles"), 400, s -> files(50 + 5 * s)).size());
  }

  @Test
  void slow_growth_towards_a_far_limit_is_told_when_it_has_lasted_for_six_windows() {
    String rule = "trigger.leak-handles.window=1m";
    Watched.silent(
        run(Watched.only("leak-handles", rule), 300, s -> files(50 + s / 3)), "five minutes");
    assertEquals(1, run(Watched.only("leak-handles", rule), 400, s -> files(50 + s / 3)).size());
  }

  @Test
  void what_fills_up_at_the_start_or_shrinks_again_is_no_leak() {
    assertNoLeak("a start-up burst", s -> Math.min(800, 20 * s));
    assertNoLeak(
        "a cache that fills slower and slower", s -> (long) (900 * (1 - Math.exp(-s / 90.0))));
    assertNoLeak("an elastic pool", s -> 100 + (s % 120) * 3);
    assertNoLeak("a wave", s -> (long) (300 + 200 * Math.sin(s / 60.0)));
    assertNoLeak("keep-alive connections, as many as before", s -> 300 + s % 7);
    assertNoLeak("a cache of files with a bound", s -> Math.min(300, 30 + s));
  }

  @Test
  void files_that_grow_evenly_for_an_hour_and_far_from_any_limit_may_be_a_cache() {
    String rule = "trigger.leak-handles.window=1m";
    for (int end = 100; end <= 3_600; end += 500) {
      Watched.silent(
          run(Watched.only("leak-handles", rule), end, s -> files(30 + s / 3, 1_048_576)),
          "1,230 of 1,048,576 at most");
    }
    assertEquals(
        1,
        run(Watched.only("leak-handles", rule), 400, s -> files(30 + 10L * s, 1_048_576)).size(),
        "what would be too many in any case within a day");
  }

  @Test
  void connections_that_the_peer_has_closed_are_a_leak_however_far_the_limit() {
    Watched watched = Watched.only("leak-handles", "trigger.leak-handles.window=1m");
    List<Alarm> alarms =
        run(
            watched,
            700,
            s ->
                List.of(
                    new HandleSeen(HandleSeen.DESCRIPTORS, 60 + s / 3, 1_048_576, List.of()),
                    new HandleSeen(
                        HandleSeen.SOCKETS,
                        50 + s / 3,
                        1_048_576,
                        List.of(new Group("tcp 10.0.0.7:443 CLOSE_WAIT", 50 + s / 3, null)))));
    assertEquals(1, alarms.size());
    assertTrue(alarms.get(0).sentence().startsWith("sockets tcp"), alarms.get(0).sentence());
  }

  private void assertNoLeak(String why, IntToLongFunction count) {
    for (int end = 100; end <= 1_000; end += 100) {
      Watched.silent(run(Watched.only("leak-handles"), end, s -> files(count.applyAsLong(s))), why);
    }
  }

  @Test
  void share_of_a_limit_is_told_whatever_the_growth() {
    Watched watched = Watched.only("leak-handles");
    Alarm alarm = run(watched, 5, s -> files(3_400)).get(0);
    assertEquals("share >= 80.0%", alarm.condition());
    assertEquals("descriptors: 3410 of 4096 open, most of them " + EXPORTS, alarm.sentence());
  }

  @Test
  void kinds_that_a_trigger_is_not_about_are_left_alone() {
    Watched watched = Watched.only("leak-handles", "trigger.leak-handles.kinds=threads");
    Watched.silent(run(watched, 400, s -> files(50 + 5 * s)), "only threads");
  }

  @Test
  void threads_are_told_with_who_starts_them() {
    Alarm alarm =
        run(
                Watched.only("leak-handles"),
                400,
                s ->
                    List.of(
                        new HandleSeen(
                            HandleSeen.THREADS,
                            20 + 4 * s,
                            5_000,
                            List.of(
                                new Group(
                                    "pool-*-thread-*", 4L * s, "com.acme.Orders.handle:42")))))
            .get(0);
    assertTrue(alarm.sentence().startsWith("threads pool-*-thread-*: "), alarm.sentence());
    assertTrue(
        alarm.sentence().contains(", started by com.acme.Orders.handle:42;"), alarm.sentence());
  }

  private static List<HandleSeen> files(long count) {
    return files(count, 4096);
  }

  private static List<HandleSeen> files(long count, long limit) {
    return List.of(
        new HandleSeen(HandleSeen.DESCRIPTORS, count + 10, limit, List.of()),
        new HandleSeen(HandleSeen.FILES, count, limit, List.of(new Group(EXPORTS, count, null))));
  }

  /** The alarms of the last second. */
  private List<Alarm> run(
      Watched watched, int seconds, java.util.function.IntFunction<List<HandleSeen>> handles) {
    List<Alarm> alarms = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      long nanos = Looks.nanos(second);
      Vitals vitals =
          new Vitals(
              START.plusSeconds(second),
              nanos,
              1_000_000_000,
              MemorySeen.NOTHING,
              GcSeen.NOTHING,
              CpuSeen.NOTHING,
              List.of(),
              handles.apply(second),
              List.of(),
              List.of(),
              List.of());
      Round round = new Round(nanos, List.of(), List.of(), Map.of(), vitals, Map.of());
      boolean wanted = watched.detectors().absorb(round);
      alarms.clear();
      watched.all(looks.at(second), round).values().forEach(alarms::addAll);
      assertEquals(wanted, !alarms.isEmpty(), "a look is asked for when there is something to say");
    }
    return alarms;
  }
}
