package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class OddsTest {
  @Test
  void better_or_equal_is_never_suspicious() {
    assertEquals(1, Odds.ofChance(new double[] {0.1, 0.2}, new double[] {0.1, 0.2}));
    assertEquals(1, Odds.ofChance(new double[] {0.5, 0.5}, new double[] {0, 0}));
  }

  @Test
  void what_separates_ten_from_ten_is_not_chance() {
    double[] none = new double[10];
    double[] some = {0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1, 0.4, 0.1, 0.2};
    assertTrue(Odds.ofChance(none, some) < 0.001);
  }

  @Test
  void one_of_ten_is_chance() {
    double[] none = new double[10];
    double[] one = new double[10];
    one[3] = 0.5;
    assertEquals(0.5, Odds.ofChance(none, one), 0.02);
  }
}
