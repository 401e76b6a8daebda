package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.MemorySeen;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDetectorsTest {
  private final Readings level =
      new Readings(Watched.only("memory-level", "trigger.memory-growth.enabled=false"));
  private final Readings gc =
      new Readings(Watched.only("gc", "trigger.memory-level.enabled=false"));

  @Test
  void garbage_up_to_the_limit_is_no_level_and_what_a_full_collection_leaves_is_one() {
    level.collector = "Parallel";
    level.area(MemorySeen.HEAP, 99, 100).live(95, "young");
    Watched.silent(level.tick(), "a young collection has not looked at the old generation");
    Watched.silent(level.live(89, "old").tick(), "below 90 %");
    level.full = 1;
    Alarm alarm = level.live(92, "old").tick().get(0);
    assertEquals("memory-level.share of heap > 90%", alarm.condition());
    assertEquals("92%", alarm.observed());
    assertEquals("heap: 92 MiB of 100 MiB stay in use after collections, 92 %", alarm.sentence());
    assertEquals("memory:heap", alarm.rootKey());
    level.full = 0;
    assertEquals(1, level.live(87, "old").tick().size(), "a little less is not over");
    Watched.silent(level.live(84, "old").tick(), "over");
    Watched.silent(level.live(89, "old").tick(), "and not there again");
  }

  @Test
  void three_young_collections_of_g1_have_to_agree() {
    level.area(MemorySeen.HEAP, 99, 100);
    Watched.silent(level.live(93, "young").tick(), "one");
    Watched.silent(level.live(94, "young").tick(), "two");
    Watched.silent(level.live(60, "old").tick(), "a mixed one has found garbage");
    Watched.silent(level.live(93, "young").tick(), "one");
    Watched.silent(level.live(94, "young").tick(), "two");
    Watched.silent(level.ticks(5), "no further collection");
    assertEquals(1, level.live(95, "young").tick().size());
  }

  @Test
  void metaspace_and_container_have_limits_and_mapped_files_have_none() {
    level.area(MemorySeen.METASPACE, 46, 50).area(MemorySeen.MAPPED, 1 << 20, -1);
    level.area(MemorySeen.CONTAINER, 80, 100);
    List<Alarm> alarms = level.tick();
    assertEquals(1, alarms.size(), alarms::toString);
    assertEquals("metaspace: 46 MiB of 50 MiB are in use, 92 %", alarms.get(0).sentence());
    level.area(MemorySeen.CONTAINER, 95, 100);
    assertEquals(2, level.tick().size());
  }

  @Test
  void direct_buffers_may_wait_for_a_collection_before_they_are_too_many() {
    level.area(MemorySeen.DIRECT, 95, 100);
    Watched.silent(level.ticks(5), "a collection may free them");
    Watched.silent(level.area(MemorySeen.DIRECT, 20, 100).tick(), "it has");
    level.area(MemorySeen.DIRECT, 95, 100);
    Watched.silent(level.ticks(15), "nothing was collected yet");
    assertEquals(1, level.ticks(50).size(), "they stay");
  }

  @Test
  void areas_are_chosen_by_kind() {
    Readings heap = new Readings(Watched.only("memory-level", "trigger.memory-level.kinds=heap"));
    Watched.silent(heap.area(MemorySeen.METASPACE, 99, 100).ticks(3), "not asked for");
  }

  @Test
  void one_long_pause_is_told_with_its_cause_until_two_looks_have_seen_it() {
    gc.longestMillis = 1_400;
    gc.pauseMillis = 1_400;
    gc.cause = "Allocation Failure";
    Alarm alarm = gc.tick().get(0);
    assertEquals("gc.pause > 1s", alarm.condition());
    assertEquals("G1 stopped the application for 1.4 s (Allocation Failure)", alarm.sentence());
    gc.longestMillis = 0;
    gc.pauseMillis = 0;
    assertEquals(1, gc.tick().size());
    Watched.silent(gc.ticks(5), "over");
  }

  @Test
  void pauses_that_take_a_quarter_of_a_minute() {
    gc.collections = 4;
    gc.pauseMillis = 310;
    gc.longestMillis = 90;
    gc.cause = "G1 Evacuation Pause";
    Watched.silent(gc.ticks(48), "14.88 s of a minute");
    Alarm alarm = gc.tick().get(0);
    assertEquals("gc.share > 25% in 1m", alarm.condition());
    assertEquals("31%", alarm.observed());
    assertEquals(
        "G1 stopped the application for 15.1 s of the last 49 s, 31 %, in 196 collections, the"
            + " longest 90 ms (G1 Evacuation Pause)",
        alarm.sentence());
    gc.pauseMillis = 0;
    gc.longestMillis = 0;
    Watched.silent(gc.ticks(20), "less within the last minute");
  }

  @Test
  void full_collections_one_after_the_other_that_find_nothing() {
    gc.collector = "Serial";
    gc.area(MemorySeen.HEAP, 99, 100).live(85, "old");
    gc.full = 1;
    gc.collections = 1;
    gc.pauseMillis = 50;
    gc.freed = 3 * Readings.MIB;
    gc.allocated = 4 * Readings.MIB;
    Watched.silent(gc.ticks(6), "five, seen twice");
    Alarm alarm = gc.tick().get(0);
    assertEquals("gc.collections > 5 in 10s, live > 80%", alarm.condition());
    assertEquals(
        "Serial collects again and again in vain: 7 full collections in 10 s, after which 85 MiB"
            + " of 100 MiB stay in use; 28 MiB were asked for and 21 MiB given back",
        alarm.sentence());
    assertEquals("memory:heap", alarm.rootKey(), "one incident with the level of the heap");
    gc.live(50, "old");
    Watched.silent(gc.tick(), "there is room again");
    gc.full = 0;
    Watched.silent(gc.ticks(10), "nobody collects");
    gc.live(85, "old");
    gc.full = 1;
    gc.explicit = 1;
    Watched.silent(gc.ticks(9), "asked for by the application: that is another trouble");
  }

  @Test
  void system_gc_again_and_again_is_told_with_its_caller() {
    gc.explicit = 2;
    gc.explicitAt = "com.acme.Housekeeper.tidy:42";
    gc.pauseMillis = 30;
    Watched.silent(gc.ticks(4), "eight times");
    Alarm alarm = gc.tick().get(0);
    assertEquals("gc.explicit >= 10 in 1m", alarm.condition());
    assertEquals(
        "System.gc() was called 10 times in the last 5 s, the last time at"
            + " com.acme.Housekeeper.tidy:42; collections stopped the application for 150 ms",
        alarm.sentence());
    gc.explicit = 0;
    Watched.silent(gc.ticks(58), "that was a minute ago");
  }

  @Test
  void threads_that_stand_still_for_want_of_memory() {
    gc.stalls = 2;
    gc.stalledMillis = 300;
    Watched.silent(gc.ticks(3), "0.9 s in all");
    assertTrue(gc.tick().get(0).sentence().startsWith("8 times a thread stood still"));
  }

  @Test
  void finalizers_that_do_not_keep_up() {
    gc.finalizers = 4_000;
    Watched.silent(gc.ticks(40), "a backlog that stands and is small");
    List<Alarm> alarms = List.of();
    for (int i = 0; i < 40; i++) {
      gc.finalizers += 100;
      alarms = gc.tick();
    }
    assertTrue(
        alarms.get(0).sentence().matches("[0-9]+ objects wait for their finalizer, 2000 more .*"),
        alarms::toString);
  }

  @Test
  void soft_references_that_are_cleared_as_fast_as_they_are_made() {
    gc.softCleared = 400;
    Watched.silent(gc.ticks(60), "a soft cache within bounds: no pauses worth the name");
    gc.full = 1;
    gc.pauseMillis = 60;
    List<Alarm> alarms = gc.ticks(5);
    assertEquals(1, alarms.size());
    assertTrue(
        alarms.get(0).sentence().startsWith("G1 cleared 24000 soft references in the last 1 min"),
        alarms::toString);
  }

  @Test
  void what_collections_on_request_clear_is_no_cache_in_need_of_room() {
    gc.softCleared = 400;
    gc.full = 1;
    gc.explicit = 1;
    gc.pauseMillis = 60;
    List<Alarm> alarms = gc.ticks(60);
    assertEquals(1, alarms.size(), alarms::toString);
    assertTrue(alarms.get(0).sentence().startsWith("System.gc() was called"), alarms::toString);
  }

  @Test
  void a_busy_and_healthy_collector_is_silent() {
    gc.collections = 20;
    gc.pauseMillis = 120;
    gc.longestMillis = 15;
    gc.explicit = 0;
    gc.softCleared = 3;
    gc.freed = 900 * Readings.MIB;
    gc.allocated = 900 * Readings.MIB;
    gc.area(MemorySeen.HEAP, 80, 100).live(40, "young");
    Watched.silent(gc.ticks(120), "12 % pauses");
  }
}
