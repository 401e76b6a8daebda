package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrackedTest {
  private final Object first = new Object();
  private final Tracked tracked = new Tracked(this);

  @Test
  void tasks_wait_when_two_glances_find_the_same_first_one() {
    assertFalse(tracked.tasksWait(first, 5, 1), "one glance may meet any busy pool");
    assertTrue(tracked.tasksWait(first, 1, 2));
    assertTrue(tracked.tasksWait(new Object(), 1, 3), "some still wait");
    assertFalse(tracked.tasksWait(null, 0, 4), "none waits");
    assertFalse(tracked.tasksWait(first, 9, 5), "from the beginning");
  }

  @Test
  void tasks_do_not_wait_where_others_come_first_and_fewer_are_left() {
    assertFalse(tracked.tasksWait(first, 5, 1));
    assertFalse(tracked.tasksWait(new Object(), 4, 2));
    assertFalse(tracked.tasksWait(new Object(), 3, 3));
    assertTrue(tracked.tasksWait(new Object(), 3, 4), "no fewer");
  }

  @Test
  void queue_grows_when_most_glances_find_more_and_rests_when_none_does() {
    boolean grows = false;
    for (int i = 1; i <= 6; i++) {
      grows = tracked.grows(first, 10L * i, i);
    }
    assertTrue(grows);
    for (int i = 7; i <= 20; i++) {
      grows = tracked.grows(first, 60, i);
    }
    assertFalse(grows, "a full store of spare parts is no backlog");
    assertEquals(60, tracked.highWater());
  }

  @Test
  void head_is_as_old_as_the_glance_that_saw_it_first() {
    tracked.head(first, 1, 100);
    tracked.head(first, 3, 200);
    assertEquals(100, tracked.headSince());
    assertTrue(tracked.moreCame(3));
    tracked.head(new Object(), 3, 300);
    assertEquals(300, tracked.headSince());
    assertFalse(tracked.moreCame(3));
  }
}
