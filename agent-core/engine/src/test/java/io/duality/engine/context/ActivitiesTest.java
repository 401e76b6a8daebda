package io.duality.engine.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ActivitiesTest {
  @Test
  void open_span_outlives_many_short_ones() throws Exception {
    try (Woven woven = new Woven()) {
      Activities activities = woven.contexts.activities();
      Woven.Traced application = woven.application(true);
      application.work(
          "stalled",
          () -> {
            for (int i = 0; i < 2 * Activities.CAPACITY; i++) {
              application.work("short", () -> {});
            }
            var open = activities.olderThan(0, System.nanoTime());
            assertEquals(1, open.size());
            assertEquals("stalled", open.get(0).name());
          });
      assertEquals(0, activities.lost());
    }
  }

  @Test
  void latest_unsampled_spans_are_remembered_and_older_ones_are_pushed_out() throws Exception {
    try (Woven woven = new Woven()) {
      Activities activities = woven.contexts.activities();
      Woven.Traced application = woven.application(false);
      String[] first = application.work("first", () -> {});
      assertEquals("first", activities.nameOf(Hex.parse(first[1], 0)));
      int known = 0;
      String[][] last = new String[1000][];
      for (int i = 0; i < 2 * Activities.CAPACITY; i++) {
        last[i % last.length] = application.work("span", () -> {});
      }
      for (String[] each : last) {
        known += "span".equals(activities.nameOf(Hex.parse(each[1], 0))) ? 1 : 0;
      }
      assertEquals(last.length, known);
      assertEquals(0, activities.lost(), "only spans whose end is heard can be lost");
      assertTrue(activities.olderThan(0, System.nanoTime()).isEmpty());
    }
  }
}
