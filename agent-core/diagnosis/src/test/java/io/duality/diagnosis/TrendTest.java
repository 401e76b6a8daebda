package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void steady_growth_is_rising_at_its_rate_in_spite_of_an_outlier() {
    Trend trend = Trend.of(series(12, i -> i == 6 ? 0 : 100 + 25 * i));
    assertTrue(trend.rising());
    assertEquals(25, trend.slopePerSecond(), 0.5);
    assertEquals(11, trend.seconds());
    assertFalse(trend.falling());
  }

  @Test
  void what_fills_and_drains_is_neither_rising_nor_falling() {
    Trend burst = Trend.of(series(12, i -> i < 6 ? 1000 * i : 1000 * (11 - i)));
    assertFalse(burst.rising());
    assertFalse(burst.falling());
    assertFalse(Trend.of(series(12, i -> 7)).rising());
    assertTrue(Trend.of(series(12, i -> 500 - 3 * i)).falling());
  }

  @Test
  void noise_without_a_trend_is_seldom_taken_for_one() {
    Random random = new Random(42);
    int rising = 0;
    for (int run = 0; run < 1000; run++) {
      rising += Trend.of(series(12, i -> random.nextDouble())).rising() ? 1 : 0;
    }
    assertTrue(rising < 30, rising + " of 1000");
  }

  @Test
  void too_few_points_tell_nothing_and_many_cost_little() {
    assertFalse(Trend.of(series(3, i -> i)).rising());
    assertEquals(0, Trend.of(List.of()).points());
    Trend many = Trend.of(series(600, i -> 2 * i));
    assertEquals(600, many.points());
    assertEquals(2, many.slopePerSecond(), 1e-9);
    assertTrue(many.rising());
  }

  @Test
  void what_is_not_counted_follows_from_the_rest() {
    List<Flow.Point> points = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      points.add(new Flow.Point(i * SECOND, 50L * i, -1, 100L * i));
    }
    Flow flow = Flow.of(points);
    assertEquals(150, flow.inPerSecond(), 1e-9);
    assertEquals(100, flow.outPerSecond(), 1e-9);
    assertEquals(4.5, flow.secondsToDrain(), 1e-9);
    Flow blind = Flow.of(List.of(new Flow.Point(0, 1, -1, -1), new Flow.Point(SECOND, 2, -1, -1)));
    assertEquals(Flow.UNKNOWN, blind.inPerSecond());
    assertEquals(Double.POSITIVE_INFINITY, blind.secondsToDrain());
  }

  private static List<Trend.Point> series(int n, IntToDoubleFunction value) {
    List<Trend.Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(new Trend.Point(i * SECOND, value.applyAsDouble(i)));
    }
    return points;
  }
}
