package io.duality.engine.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the agent does less, when it does more again, and what does not count. */
final class OverheadTest {
  private static final long STRETCH = TimeUnit.SECONDS.toNanos(10);
  private static final long MILLI = 1_000_000;
  private static final Budget TWO_PERCENT =
      new Budget(0.02, 2, 32L << 20, TimeUnit.SECONDS.toNanos(60));

  private final Overhead overhead = new Overhead(TWO_PERCENT);
  private final List<Overhead.Change> changes = new ArrayList<>();
  private long now = TimeUnit.HOURS.toNanos(7);

  /** So many stretches of ten seconds in which own threads take so much of a second. */
  private void passes(int stretches, double millisPerSecond) {
    passes(stretches, new Spent(STRETCH, (long) (millisPerSecond * 10 * MILLI), 0, 0, 0));
  }

  private void passes(int stretches, Spent each) {
    for (int i = 0; i < stretches; i++) {
      now += each.nanos();
      Overhead.Change change = overhead.spent(each, now);
      if (change != null) {
        changes.add(change);
      }
    }
  }

  private void settles() {
    passes(6, 0);
  }

  @Test
  void agent_within_its_budget_does_everything() {
    settles();
    passes(1_000, 19.9);
    assertEquals(Level.FULL, overhead.level());
    assertTrue(changes.isEmpty());
  }

  @Test
  void first_window_of_a_process_does_not_count() {
    passes(6, 900);
    assertEquals(Level.FULL, overhead.level());
    passes(1_000, 5);
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void agent_over_its_budget_for_a_window_does_less_step_by_step_until_nothing_is_left() {
    settles();
    passes(5, 25);
    assertEquals(Level.FULL, overhead.level(), "not a whole window yet");
    passes(1, 25);
    assertEquals(Level.THINNED, overhead.level());
    passes(5, 25);
    assertEquals(Level.THINNED, overhead.level(), "the new level is measured for itself");
    passes(1, 25);
    assertEquals(Level.SPARSE, overhead.level());
    passes(6, 25);
    assertEquals(Level.OFF, overhead.level());
    passes(60, 25);
    assertEquals(Level.OFF, overhead.level());
    assertEquals(3, changes.size());
    Overhead.Change first = changes.get(0);
    assertTrue(first.less());
    assertEquals(
        "own threads 25 ms/s, hooks about 0 ms/s; 0 B/s allocated, about 0 B kept",
        first.observed());
    assertEquals(
        "own threads <= 20 ms/s, hooks <= 40 ms/s; <= 32 MiB/s allocated, 32 MiB kept",
        first.threshold());
    assertEquals("own threads 25 ms/s of 20 ms/s", first.most());
  }

  @Test
  void one_dear_stretch_is_forgiven_when_the_window_as_a_whole_is_within_the_budget() {
    settles();
    for (int i = 0; i < 50; i++) {
      passes(5, 2);
      passes(1, 90);
    }
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void agent_far_over_its_budget_does_not_wait_for_the_window() {
    settles();
    passes(1, 500);
    assertEquals(Level.FULL, overhead.level(), "once may be chance");
    passes(1, 500);
    assertEquals(Level.THINNED, overhead.level());
    passes(4, 500);
    assertEquals(Level.OFF, overhead.level());
  }

  @Test
  void what_was_left_out_comes_back_a_step_at_a_time_when_the_load_is_gone_for_five_windows() {
    settles();
    passes(4, 500);
    assertEquals(Level.SPARSE, overhead.level());
    passes(29, 9);
    assertEquals(Level.SPARSE, overhead.level());
    passes(1, 9);
    assertEquals(Level.THINNED, overhead.level());
    passes(30, 9);
    assertEquals(Level.FULL, overhead.level());
    assertFalse(changes.get(3).less());
    passes(100, 9);
    assertEquals(4, changes.size());
  }

  @Test
  void load_between_half_and_all_of_the_budget_changes_nothing_in_either_direction() {
    settles();
    passes(2, 500);
    assertEquals(Level.THINNED, overhead.level());
    passes(1_000, 15);
    assertEquals(Level.THINNED, overhead.level());
    passes(29, 5);
    passes(1, 21);
    passes(29, 5);
    assertEquals(Level.THINNED, overhead.level(), "one stretch above it begins the rest anew");
    passes(1, 5);
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void load_that_comes_back_with_the_agent_lets_it_try_ever_more_seldom() {
    settles();
    List<Integer> rests = new ArrayList<>();
    passes(2, 500);
    for (int turn = 0; turn < 8; turn++) {
      int stretches = 0;
      while (overhead.level() == Level.THINNED) {
        passes(1, 1);
        stretches++;
      }
      rests.add(stretches / 6);
      passes(2, 500);
      assertEquals(Level.THINNED, overhead.level());
    }
    assertEquals(List.of(5, 10, 20, 40, 60, 60, 60, 60), rests, "in minutes");
  }

  @Test
  void patience_is_new_after_a_long_calm() {
    settles();
    passes(2, 500);
    passes(30, 1); // five minutes
    passes(2, 500);
    passes(60, 1); // ten
    assertEquals(Level.FULL, overhead.level());
    passes(120, 1);
    passes(1, 500);
    assertEquals(Level.THINNED, overhead.level());
    passes(30, 1);
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void hooks_are_measured_against_all_cores_and_own_threads_against_one() {
    long perSecond = (long) (0.02 * 2 * 1e9 / Spent.NANOS_PER_NOTE);
    settles();
    passes(60, new Spent(STRETCH, 0, 0, perSecond * 10 * 9 / 10, 0));
    assertEquals(Level.FULL, overhead.level());
    passes(7, new Spent(STRETCH, 0, 0, perSecond * 10 * 12 / 10, 0));
    assertEquals(Level.THINNED, overhead.level());
  }

  @Test
  void quota_below_a_core_lessens_what_own_threads_may_use() {
    Budget half = new Budget(0.02, 0.5, 0, TimeUnit.SECONDS.toNanos(60));
    assertEquals(1.0, half.used(new Spent(STRETCH, 100 * MILLI, 0, 0, 0)), 1e-9);
    assertEquals("own threads <= 10 ms/s, hooks <= 10 ms/s; no limit of memory", half.threshold());
  }

  @Test
  void limit_that_is_exceeded_most_is_named_whatever_its_figures_round_to() {
    Budget tiny = new Budget(0.00001, 2, 32L << 20, TimeUnit.SECONDS.toNanos(5));
    for (int i = 1; i < 2_000; i++) {
      Spent spent = new Spent(4_000_000_000L + 7_919L * i, 40_000_003L * i, 1_000, 1, 1_000);
      assertTrue(tiny.most(spent).startsWith("own threads "), tiny.most(spent));
    }
    assertTrue(tiny.most(new Spent(STRETCH, 0, 0, 1_000_000, 0)).startsWith("hooks about "));
  }

  @Test
  void allocation_and_what_is_kept_count_each_for_itself() {
    settles();
    passes(7, new Spent(STRETCH, 0, 330L << 20, 0, 1 << 20));
    assertEquals(Level.THINNED, overhead.level());
    overhead.reset();
    settles();
    passes(7, new Spent(STRETCH, 0, 1 << 20, 0, 33L << 20));
    assertEquals(Level.THINNED, overhead.level());
  }

  @Test
  void limit_of_nothing_is_no_limit() {
    Overhead unlimited = new Overhead(new Budget(0, 2, 0, TimeUnit.SECONDS.toNanos(60)));
    for (int i = 0; i < 100; i++) {
      now += STRETCH;
      assertNull(unlimited.spent(new Spent(STRETCH, STRETCH, 1L << 40, 1 << 30, 1L << 40), now));
    }
  }

  @Test
  void limit_that_is_raised_above_what_it_cost_at_first_brings_everything_back_at_once() {
    settles();
    passes(6, 500);
    assertEquals(Level.OFF, overhead.level());
    long minute = TimeUnit.SECONDS.toNanos(60);
    assertNull(overhead.allow(new Budget(0.2, 2, 32L << 20, minute)), "it took half of a core");
    assertEquals(Level.OFF, overhead.level());
    assertNotNull(overhead.allow(new Budget(0.6, 2, 32L << 20, minute)));
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void limit_that_is_taken_away_brings_everything_back_at_once() {
    settles();
    passes(6, 500);
    assertEquals(Level.OFF, overhead.level());
    assertNull(overhead.allow(TWO_PERCENT), "nothing has changed");
    Overhead.Change change = overhead.allow(new Budget(0, 2, 0, TimeUnit.SECONDS.toNanos(60)));
    assertNotNull(change);
    assertEquals(Level.OFF, change.from());
    assertEquals(Level.FULL, change.to());
    assertEquals(Level.FULL, overhead.level());
  }

  @Test
  void person_who_wants_everything_again_gets_it_and_the_first_window_does_not_count() {
    settles();
    passes(6, 500);
    overhead.reset();
    assertEquals(Level.FULL, overhead.level());
    passes(6, 500);
    assertEquals(Level.FULL, overhead.level());
    passes(2, 500);
    assertEquals(Level.THINNED, overhead.level());
  }

  @Test
  void levels_do_less_and_less() {
    Level before = Level.FULL;
    for (Level level : List.of(Level.THINNED, Level.SPARSE, Level.OFF)) {
      assertTrue(level.apartNanos() > before.apartNanos());
      assertTrue(level.recordNanos(MILLI) >= before.recordNanos(MILLI));
      assertEquals(level, before.less());
      assertEquals(before, level.more());
      before = level;
    }
    assertEquals(MILLI, Level.FULL.recordNanos(MILLI));
    assertEquals(500 * MILLI, Level.OFF.recordNanos(500 * MILLI), "never less than configured");
  }
}
