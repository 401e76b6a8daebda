package io.duality.stress;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether one group of JVMs fares worse than another. A JVM is one sample, since what happens
 * within one depends on how far its compilers have come.
 */
final class Odds {
  private static final int DRAWS = 20_000;

  private Odds() {}

  /**
   * The chance that shuffling all JVMs makes the second group's mean at least as much larger than
   * the first's as it is; 1 when it is not larger.
   */
  static double ofChance(double[] control, double[] woven) {
    double seen = mean(woven) - mean(control);
    if (seen <= 0) {
      return 1;
    }
    double[] all = Arrays.copyOf(control, control.length + woven.length);
    System.arraycopy(woven, 0, all, control.length, woven.length);
    SplittableRandom random = new SplittableRandom(1);
    int atLeast = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = all.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        double kept = all[i];
        all[i] = all[j];
        all[j] = kept;
      }
      double[] first = Arrays.copyOfRange(all, 0, control.length);
      double[] second = Arrays.copyOfRange(all, control.length, all.length);
      if (mean(second) - mean(first) >= seen - 1e-12) {
        atLeast++;
      }
    }
    return (double) atLeast / DRAWS;
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
