package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.engine.vitals.SunBeans.Ended;
import org.junit.jupiter.api.Test;

final class MeanwhileTest {
  private final Meanwhile meanwhile = new Meanwhile(1_000);

  private long cycle(long begin, long before, long end, long after) {
    return meanwhile.without(new Ended(0, before, after, end - begin, end));
  }

  @Test
  void what_is_allocated_while_a_cycle_goes_on_is_not_called_alive() {
    assertEquals(300, cycle(0, 500, 1_000, 300), "nothing is known of the first");
    // 0.2 a millisecond between the cycles: of 900 that are left 300 came meanwhile
    assertEquals(600, cycle(2_000, 500, 3_500, 900));
    assertEquals(730, cycle(4_000, 980, 5_000, 750), "only so much fits into the heap");
  }

  @Test
  void burst_before_a_cycle_says_nothing_of_the_time_in_it() {
    cycle(0, 100, 10, 100);
    cycle(20, 600, 120, 300);
    assertEquals(300, cycle(120, 300, 220, 300), "one cycle right after another");
    assertEquals(310, cycle(230, 800, 330, 310), "and a burst after that one");
  }

  @Test
  void heap_that_is_full_is_called_full() {
    cycle(0, 500, 1_000, 900);
    assertEquals(960, cycle(1_200, 990, 4_000, 970), "whoever asks for memory stands still");
  }
}
