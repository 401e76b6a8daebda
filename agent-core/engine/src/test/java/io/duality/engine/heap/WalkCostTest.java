package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WalkCostTest {
  private static final long MIB = 1 << 20;
  private static final long MILLI = 1_000_000;
  private static final double BUDGET = 250;

  private final WalkCost cost = new WalkCost();

  @Test
  void before_a_walk_four_hundred_mebibytes_are_within_the_budget_and_four_gibibytes_are_not() {
    assertEquals(BUDGET, cost.millis(400 * MIB), 5);
    assertTrue(cost.millis(4096 * MIB) > 2_000, () -> "" + cost.millis(4096 * MIB));
  }

  @Test
  void walk_that_waited_for_a_processor_on_a_busy_machine_is_not_a_slow_heap() {
    cost.measured(20 * MIB, 400 * MILLI, 20 * MILLI);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
    cost.measured(60 * MIB, 900 * MILLI, 40 * MILLI);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
  }

  @Test
  void small_heap_whose_processor_time_nobody_knows_does_not_forbid_the_next_walk() {
    cost.measured(20 * MIB, 150 * MILLI, -1);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
  }

  @Test
  void heap_that_is_really_slow_to_walk_is_refused_from_the_first_walk_on() {
    cost.measured(300 * MIB, 700 * MILLI, 690 * MILLI); // many small objects
    assertTrue(cost.millis(300 * MIB) > BUDGET, () -> "" + cost.millis(300 * MIB));
  }

  @Test
  void heap_of_large_arrays_is_walked_fast_and_more_of_it_fits() {
    for (int i = 0; i < 3; i++) {
      cost.measured(390 * MIB, 30 * MILLI, 50 * MILLI);
    }
    assertTrue(cost.millis(1024 * MIB) < BUDGET, () -> "" + cost.millis(1024 * MIB));
  }

  @Test
  void application_that_computes_during_the_walk_does_not_make_it_dearer_than_it_was() {
    cost.measured(300 * MIB, 60 * MILLI, 900 * MILLI);
    assertTrue(cost.millis(300 * MIB) < BUDGET / 2, () -> "" + cost.millis(300 * MIB));
  }
}
