package io.duality.diagnosis;

import java.util.Arrays;
import java.util.List;

/**
 * Where a series of measurements goes: its slope is the median of all slopes between two of its
 * points (Theil and Sen), so that single outliers do not turn it; whether it goes there with
 * confidence is told by how many pairs agree (Mann and Kendall).
 *
 * @param points how many measurements
 * @param seconds from the first to the last
 * @param first the first value
 * @param last the last value
 * @param slopePerSecond the robust slope; 0 with less than two points
 * @param score in standard deviations of a series without a trend; 0 with too few points to tell
 */
public record Trend(
    int points, double seconds, double first, double last, double slopePerSecond, double score) {
  /** What is above it happens by chance once in a hundred series without a trend. */
  private static final double CONFIDENT = 2.33;

  private static final int LEAST_POINTS = 4;

  /** More points are thinned out: the work grows with the square. */
  private static final int MOST_POINTS = 64;

  /**
   * A measurement.
   *
   * @param nanos when, on any one clock
   * @param value what was measured
   */
  public record Point(long nanos, double value) {}

  /** The trend of a series in the order of its times. */
  public static Trend of(List<Point> series) {
    if (series.isEmpty()) {
      return new Trend(0, 0, 0, 0, 0, 0);
    }
    int n = Math.min(series.size(), MOST_POINTS);
    Point[] points = new Point[n];
    for (int i = 0; i < n; i++) {
      points[i] = series.get(n == 1 ? 0 : (int) ((long) i * (series.size() - 1) / (n - 1)));
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pairs = 0;
    long agreement = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double rise = points[j].value - points[i].value;
        double run = (points[j].nanos - points[i].nanos) / 1e9;
        agreement += (long) Math.signum(rise);
        if (run > 0) {
          slopes[pairs++] = rise / run;
        }
      }
    }
    return new Trend(
        series.size(),
        (points[n - 1].nanos - points[0].nanos) / 1e9,
        points[0].value,
        points[n - 1].value,
        median(Arrays.copyOf(slopes, pairs)),
        score(agreement, n));
  }

  private static double score(long agreement, int n) {
    if (n < LEAST_POINTS || agreement == 0) {
      return 0;
    }
    double variance = n * (n - 1.0) * (2.0 * n + 5) / 18;
    return (agreement - Math.signum((double) agreement)) / Math.sqrt(variance);
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** Whether it grows, with confidence and up to its end. */
  public boolean rising() {
    return score >= CONFIDENT && slopePerSecond > 0 && last > first;
  }

  /** Whether it shrinks, with confidence and down to its end. */
  public boolean falling() {
    return score <= -CONFIDENT && slopePerSecond < 0 && last < first;
  }
}
