package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricAndScheduleTest {
  private static final Instant START = Instant.parse("2026-11-21T02:59:00Z");
  private static final String THREADS = "java.lang:type=Threading/ThreadCount";

  private final Looks looks = new Looks();

  @Test
  void number_that_stays_above_its_bound_for_long_enough() {
    Watched watched =
        Watched.only(
            "metric",
            "trigger.metric.metric=" + THREADS,
            "trigger.metric.above=100",
            "trigger.metric.for=5s");
    Watched.silent(metric(watched, 1, 120.0), "just now");
    Watched.silent(metric(watched, 5, 120.0), "four seconds");
    Watched.silent(metric(watched, 6, 99.0), "in between it was below");
    Watched.silent(metric(watched, 7, 1_300.0), "again");
    Alarm alarm = metric(watched, 12, 1_300.0).get(0);
    assertEquals(THREADS + " > 100 for 5s", alarm.condition());
    assertEquals(THREADS + " is 1,300, above 100 for 5 s", alarm.sentence());
    Watched.silent(metric(watched, 13, null), "what is not known is no alarm");
  }

  @Test
  void trigger_without_a_bound_says_so_once() {
    Watched watched = Watched.only("metric", "trigger.metric.metric=" + THREADS);
    metric(watched, 1, 5.0);
    assertEquals(
        List.of(
            "duality.trigger.metric.above and .below are missing: trigger metric compares nothing"),
        watched.detectors().remarks());
    assertEquals(List.of(), watched.detectors().remarks());
  }

  @Test
  void schedule_fires_each_period_and_once_after_a_sleep() {
    Watched watched = Watched.only("schedule", "trigger.schedule.every=10m");
    Watched.silent(at(watched, 0), "the first period begins");
    Watched.silent(at(watched, 599), "not yet");
    assertEquals("scheduled every 10m", at(watched, 600).get(0).sentence());
    Watched.silent(at(watched, 601), "once");
    assertEquals(1, at(watched, 50_000).size(), "eighty periods of sleep are one capture");
    Watched.silent(at(watched, 50_001), "and no storm");
    assertEquals(1, at(watched, 50_600).size());
  }

  @Test
  void restart_does_not_fire_again_and_does_not_forget() {
    Watched again = Watched.only("schedule", "trigger.schedule.every=10m");
    again.detectors().recall(Map.of("schedule", START.minusSeconds(300)));
    Watched.silent(at(again, 0), "five minutes ago an earlier process did");
    assertEquals(1, at(again, 301).size());

    Watched late = Watched.only("schedule", "trigger.schedule.every=10m");
    late.detectors().recall(Map.of("schedule", START.minusSeconds(86_400)));
    Watched.silent(at(late, 0), "a process that just began shows nothing");
    assertEquals(1, at(late, 61).size(), "overdue since yesterday, made up for once");
    Watched.silent(at(late, 62), "once");
  }

  @Test
  void time_of_the_calendar_comes_once_in_all_processes() {
    String at = "trigger.schedule.at=2026-11-21T03:00:00Z";
    Watched first = Watched.only("schedule", at);
    Watched.silent(at(first, 59), "a second too early");
    assertEquals("scheduled at 2026-11-21T03:00:00Z", at(first, 60).get(0).sentence());
    Watched.silent(at(first, 61), "once");
    Watched restarted = Watched.only("schedule", at);
    restarted.detectors().recall(Map.of("schedule", START.plusSeconds(60)));
    Watched.silent(at(restarted, 120), "the ledger knows");
    Watched late = Watched.only("schedule", at);
    Watched.silent(at(late, 90_000), "a day later it is over");
    assertTrue(late.detectors().remarks().get(0).contains("is over"));
  }

  private List<Alarm> metric(Watched watched, int second, Double value) {
    return round(watched, second, value == null ? Map.of() : Map.of(THREADS, value));
  }

  private List<Alarm> at(Watched watched, int second) {
    return round(watched, second, Map.of());
  }

  private List<Alarm> round(Watched watched, int second, Map<String, Double> metrics) {
    long nanos = Looks.nanos(second);
    Vitals vitals = Vitals.nothing(START.plusSeconds(second), nanos);
    Round round = new Round(nanos, List.of(), List.of(), Map.of(), vitals, metrics);
    watched.detectors().absorb(round);
    List<Alarm> alarms = new ArrayList<>();
    watched.all(looks.at(second), round).values().forEach(alarms::addAll);
    return alarms;
  }
}
