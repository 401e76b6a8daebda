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
    assertEquals(650, cycle(3_510, 900, 4_510, 750), "only so much fits into the heap");
  }

  @Test
  void heap_that_is_full_is_called_full() {
    cycle(0, 500, 1_000, 900);
    assertEquals(960, cycle(1_200, 990, 4_000, 970), "whoever asks for memory stands still");
  }
}
