package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The recorder's times, which are the wall clock's of when its chunk began. */
class EventClockTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long WALL = 1_700_000_000L * SECOND;

  private final EventClock clock = new EventClock();

  /** The wall clock is so far ahead of the other one. */
  private void at(long nanos, long ahead) {
    clock.read(nanos, WALL + nanos + ahead, nanos);
  }

  @Test
  void event_is_put_where_it_began_however_late_it_is_heard_of() {
    at(10 * SECOND, 0);
    assertEquals(7 * SECOND, clock.began(WALL + 7 * SECOND, SECOND, 10 * SECOND));
    assertEquals(2 * SECOND, clock.began(WALL + 2 * SECOND, SECOND, 70 * SECOND));
  }

  @Test
  void step_of_the_wall_clock_moves_no_event_of_the_chunk_that_began_before_it() {
    for (long step : new long[] {HOUR, -HOUR, 2 * SECOND, -2 * SECOND}) {
      EventClock stepped = new EventClock();
      stepped.read(10 * SECOND, WALL + 10 * SECOND, 10 * SECOND);
      stepped.read(20 * SECOND, WALL + 20 * SECOND + step, 20 * SECOND);
      assertEquals(19 * SECOND, stepped.began(WALL + 19 * SECOND, 0, 20 * SECOND), "old " + step);
      long fresh = WALL + 29 * SECOND + step;
      assertEquals(29 * SECOND, stepped.began(fresh, 0, 30 * SECOND), "a new chunk, " + step);
    }
  }

  @Test
  void event_never_ends_after_it_was_heard_of() {
    at(10 * SECOND, 0);
    assertEquals(8 * SECOND, clock.began(WALL + HOUR, 2 * SECOND, 10 * SECOND));
  }

  @Test
  void slow_reading_of_both_clocks_is_no_step() {
    at(10 * SECOND, 0);
    clock.read(11 * SECOND, WALL + 11 * SECOND, 13 * SECOND); // the thread was off in between
    assertEquals(12 * SECOND, clock.began(WALL + 12 * SECOND, 0, 13 * SECOND));
  }
}
