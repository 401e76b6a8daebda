package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.MemorySeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of heaps of 512 MiB, by what each of five collectors leaves of them. What memory
 * does when all is well must not be called growth.
 */
class GrowthTest {
  private static final int SECONDS = 1_800;
  private static final long HEAP = 512;
  private static final int SEEDS = 8;
  private static final String[] COLLECTORS = {"G1", "Parallel", "Serial", "ZGC", "Shenandoah"};

  /** What is alive, in MiB, by the second. */
  private interface Course {
    double live(int second, Random random);
  }

  private record Outcome(int firstAlarm, int exhausted) {}

  private static Course steady() {
    return (t, random) -> 110;
  }

  private static Course wave(int seed) {
    double period = 500 + 100.0 * seed;
    return (t, random) -> 165 + 105 * Math.sin(2 * Math.PI * t / period);
  }

  private static Course warmUp(int seed) {
    double tau = 60 + 30.0 * seed;
    return (t, random) -> 60 + (170 + 10 * seed) * (1 - Math.exp(-t / tau));
  }

  private static Course cacheThatFills(int seed) {
    double full = 200 + 100.0 * seed;
    return (t, random) -> 60 + (170 + 10.0 * seed) * Math.min(1, t / full);
  }

  /** Up to 73 % of the heap, evenly and in five to thirty minutes. */
  private static Course largeCacheThatFills(int seed) {
    double full = 300 + 200.0 * seed;
    return (t, random) -> 60 + (0.73 * HEAP - 60) * Math.min(1, t / full);
  }

  /** Towards 78 % of the heap, ever more slowly, as what is asked for again is found more often. */
  private static Course largeCacheThatWarmsUp(int seed) {
    double tau = 60 + 60.0 * seed;
    return (t, random) -> 60 + (0.78 * HEAP - 60) * (1 - Math.exp(-t / tau));
  }

  private static Course steps(int seed) {
    return (t, random) -> 80 + 38.0 * Math.min(5, t / (200 + 20 * seed));
  }

  private static Course leak(double mibPerSecond) {
    return (t, random) -> 90 + mibPerSecond * Math.max(0, t - 60);
  }

  /** Lets a heap live and its collector collect; stops when it is full. */
  private static Outcome run(String collector, Course course, int seed, int[] mostSuspects) {
    Watched watched = Watched.only("memory-growth", "trigger.memory-level.enabled=false");
    Readings readings = new Readings(watched);
    readings.collector = collector;
    Random random = new Random(seed);
    double allocates = 20 + 10.0 * random.nextDouble();
    double garbage = 0; // in the old generation, not collected yet
    double eden = 0;
    int firstAlarm = -1;
    for (int t = 0; t < SECONDS; t++) {
      double live = course.live(t, random) + 2 * random.nextGaussian();
      if (live >= 0.97 * HEAP) {
        return new Outcome(firstAlarm, t);
      }
      readings.area(MemorySeen.HEAP, Math.min(HEAP, live + garbage + eden), HEAP);
      eden += allocates * (0.7 + 0.6 * random.nextDouble());
      double free = HEAP - live - garbage;
      switch (collector) {
        case "G1" -> {
          if (eden > Math.max(20, 0.5 * free)) {
            eden = 0;
            garbage += 3 * random.nextDouble();
            if (live + garbage > 0.45 * HEAP && garbage > 25) {
              garbage *= 0.2 * random.nextDouble(); // mixed collections
              readings.live(live + garbage + 4 * random.nextDouble(), "old");
            } else {
              readings.live(live + garbage + 4 * random.nextDouble(), "young");
            }
          }
        }
        case "Parallel", "Serial" -> {
          if (eden > Math.max(12, Math.min(120, 0.8 * free))) {
            eden = 0;
            garbage += (collector.equals("Serial") ? 5 : 8) * random.nextDouble();
            boolean majorNow = live + garbage > 0.66 * HEAP || free < 0.2 * HEAP;
            if (majorNow) {
              garbage = 0;
              readings.full = 1;
            }
            readings.live(live + garbage + 2 * random.nextDouble(), majorNow ? "old" : "young");
          }
        }
        default -> {
          if (eden > 0.35 * free) { // concurrent cycles leave what was allocated meanwhile
            eden = allocates * random.nextDouble();
            readings.live(live + eden, "old");
          }
        }
      }
      List<Alarm> alarms = readings.tick();
      readings.full = 0;
      mostSuspects[0] = Math.max(mostSuspects[0], watched.detectors().suspectsGrowth().size());
      if (firstAlarm < 0 && !alarms.isEmpty()) {
        firstAlarm = t;
      }
    }
    return new Outcome(firstAlarm, SECONDS);
  }

  @Test
  void of_two_hundred_healthy_heaps_hardly_any_is_called_growing() {
    int[] most = {0};
    StringBuilder wrong = new StringBuilder();
    int count = 0;
    for (String collector : COLLECTORS) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Course[] courses = {steady(), wave(seed), warmUp(seed), cacheThatFills(seed), steps(seed)};
        for (int kind = 0; kind < courses.length; kind++) {
          Outcome outcome = run(collector, courses[kind], seed, most);
          if (outcome.firstAlarm >= 0) {
            count++;
            wrong.append(collector + " kind " + kind + " seed " + seed + " at ");
            wrong.append(outcome.firstAlarm).append("; ");
          }
        }
      }
    }
    assertTrue(count <= 4, count + " of 200: " + wrong);
    assertEquals(1, most[0], "some are suspected, none of them twice");
  }

  @Test
  void caches_that_take_three_quarters_of_the_heap_are_no_growth_without_an_end() {
    StringBuilder wrong = new StringBuilder();
    int count = 0;
    for (String collector : COLLECTORS) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Course[] courses = {largeCacheThatFills(seed), largeCacheThatWarmsUp(seed)};
        for (int kind = 0; kind < courses.length; kind++) {
          Outcome outcome = run(collector, courses[kind], seed, new int[1]);
          if (outcome.firstAlarm >= 0) {
            count++;
            wrong.append(collector + " kind " + kind + " seed " + seed + " at ");
            wrong.append(outcome.firstAlarm).append("; ");
          }
        }
      }
    }
    assertTrue(count <= 4, count + " of 80: " + wrong);
  }

  @Test
  void every_leak_is_found_while_memory_is_left() {
    StringBuilder missed = new StringBuilder();
    for (double rate : new double[] {0.25, 0.5, 1, 2}) {
      List<Integer> leads = new ArrayList<>();
      for (String collector : COLLECTORS) {
        for (int seed = 0; seed < SEEDS; seed++) {
          Outcome outcome = run(collector, leak(rate), seed, new int[1]);
          if (outcome.firstAlarm < 0 || outcome.firstAlarm >= outcome.exhausted) {
            missed.append(rate + " " + collector + " " + seed + "; ");
          } else {
            leads.add(outcome.exhausted - outcome.firstAlarm);
          }
        }
      }
      leads.sort(null);
      assertTrue(
          leads.get(leads.size() / 2) >= 45 / rate,
          rate + " MiB/s: so many seconds before the end: " + leads);
    }
    assertEquals("", missed.toString());
  }

  @Test
  void growth_below_the_level_is_a_suspicion_and_above_it_an_alarm_that_says_when() {
    Watched watched = Watched.only("memory-growth");
    Readings readings = new Readings(watched);
    int suspected = -1;
    Alarm alarm = null;
    for (int t = 0; t < 900 && alarm == null; t++) {
      readings.area(MemorySeen.HEAP, 300, 1000).live(100 + t, "young");
      List<Alarm> alarms = readings.tick();
      boolean suspects = !watched.detectors().suspectsGrowth().isEmpty();
      suspected = suspected < 0 && suspects ? t : suspected;
      alarm = alarms.isEmpty() ? null : alarms.get(0);
    }
    assertTrue(suspected > 0 && suspected < 200, "suspected at " + suspected);
    GrowthSuspect suspect = watched.detectors().suspectsGrowth().get(0);
    assertTrue(suspect.confirmed(), suspect::toString);
    assertEquals(1 << 20, suspect.bytesPerSecond(), 1 << 15);
    assertEquals("memory-growth.exhausted < 30m, level > 60%", alarm.condition());
    assertTrue(
        alarm
            .sentence()
            .matches(
                "heap grows by 1\\.0 MiB a second: after collections 8\\d\\d MiB of 1\\.0 GiB are in"
                    + " use, and all of it in 3 min.* if it goes on"),
        alarm.sentence());
    assertEquals("memory:heap", alarm.rootKey());
  }

  @Test
  void metaspace_buffers_and_native_memory_grow_as_well() {
    for (String area : List.of(MemorySeen.METASPACE, MemorySeen.DIRECT, MemorySeen.NATIVE)) {
      Readings readings = new Readings(Watched.only("memory-growth"));
      List<Alarm> alarms = List.of();
      while (alarms.isEmpty() && readings.second() < 700) {
        alarms = readings.area(area, 50 + 0.2 * readings.second(), 200).tick();
      }
      assertFalse(alarms.isEmpty(), area);
      assertTrue(
          alarms
              .get(0)
              .sentence()
              .startsWith(
                  area + (area.endsWith("s") ? " grow by" : " grows by") + " 205 KiB a second: "),
          alarms.get(0).sentence());
    }
  }

  @Test
  void metaspace_without_a_limit_is_suspected_and_never_an_alarm() {
    Watched watched = Watched.only("memory-growth");
    Readings readings = new Readings(watched);
    for (int t = 0; t < 900; t++) {
      assertEquals(List.of(), readings.area(MemorySeen.METASPACE, 50 + t, -1).tick());
    }
    assertEquals(MemorySeen.METASPACE, watched.detectors().suspectsGrowth().get(0).area());
  }

  @Test
  void buffers_of_a_pool_that_fills_up_are_no_leak() {
    Readings readings = new Readings(Watched.only("memory-growth"));
    for (int t = 0; t < 900; t++) {
      double used = Math.min(100, 10 + t / 4.0);
      Watched.silent(readings.area(MemorySeen.DIRECT, used, 200).tick(), "at " + t);
    }
  }
}
