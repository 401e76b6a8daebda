package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.capture.ProcessorTime;
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
    cost.measured(20 * MIB, 30 * MILLI);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
    cost.measured(60 * MIB, 50 * MILLI);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
  }

  @Test
  void small_heap_whose_processor_time_nobody_knows_does_not_forbid_the_next_walk() {
    cost.measured(20 * MIB, 150 * MILLI);
    assertTrue(cost.millis(90 * MIB) < BUDGET, () -> "" + cost.millis(90 * MIB));
  }

  @Test
  void heap_that_is_really_slow_to_walk_is_refused_from_the_first_walk_on() {
    cost.measured(300 * MIB, 700 * MILLI); // many small objects
    assertTrue(cost.millis(300 * MIB) > BUDGET, () -> "" + cost.millis(300 * MIB));
  }

  @Test
  void heap_of_large_arrays_is_walked_fast_and_more_of_it_fits() {
    for (int i = 0; i < 3; i++) {
      cost.measured(390 * MIB, 30 * MILLI);
    }
    assertTrue(cost.millis(1024 * MIB) < BUDGET, () -> "" + cost.millis(1024 * MIB));
  }

  @Test
  void time_in_which_the_process_used_no_processor_was_not_taken_from_it() {
    long used = ProcessorTime.nanos();
    long day = 86_400_000 * MILLI;
    assertTrue(ProcessorTime.taken(day, used) < day, "a day of waiting costs nobody a day");
    assertEquals(3 * MILLI, ProcessorTime.taken(3 * MILLI, used), "no more than it took");
    assertEquals(day, ProcessorTime.taken(day, -1), "where nobody knows the clock counts");
  }
}
