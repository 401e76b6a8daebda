package io.duality.engine.detect;

import java.util.Arrays;

/**
 * The slope of a series, as the median of all slopes between two of its points (Theil and Sen), and
 * how many standard deviations a series without a trend would have to be away from none to look
 * like it (Mann and Kendall).
 *
 * @param slope of the value per unit of time; 0 with less than two points
 * @param lower what the slope is above with 99 % confidence
 * @param score in standard deviations; positive when it rises
 * @param points how many
 */
record Slopes(double slope, double lower, double score, int points) {
  /** One side of a normal distribution holds this much more than one in a hundred. */
  private static final double ONE_IN_HUNDRED = 2.326;

  /** The slopes of points {@code from} to before {@code to}. */
  static Slopes of(double[] at, double[] values, int from, int to) {
    int n = to - from;
    if (n < 2) {
      return new Slopes(0, 0, 0, Math.max(0, n));
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pairs = 0;
    double agreement = 0;
    for (int i = from; i < to; i++) {
      for (int j = i + 1; j < to; j++) {
        double rise = values[j] - values[i];
        agreement += Math.signum(rise);
        slopes[pairs] = rise / (at[j] - at[i]);
        pairs++;
      }
    }
    Arrays.sort(slopes);
    double deviation = Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    int rank = (int) Math.floor((pairs - ONE_IN_HUNDRED * deviation) / 2);
    int middle = pairs / 2;
    return new Slopes(
        pairs % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2,
        slopes[Math.max(0, rank)],
        agreement == 0 ? 0 : (agreement - Math.signum(agreement)) / deviation,
        n);
  }
}
