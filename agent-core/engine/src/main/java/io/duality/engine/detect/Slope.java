package io.duality.engine.detect;

import io.duality.diagnosis.Trend;
import io.duality.diagnosis.Trend.Point;
import java.util.List;

/**
 * Whether a series grows and goes on growing: a robust slope that is no chance, and a second half
 * that does not flatten out, as a start-up or a cache that fills up does.
 *
 * @param trend slope and score of the whole series
 * @param growth from its first value to its last
 * @param secondHalf how much of that was in its second half
 * @param lastThird how much of that was in its last third
 */
public record Slope(Trend trend, double growth, double secondHalf, double lastThird) {
  /** What is above it happens by chance once in two thousand series without a trend. */
  private static final double CONFIDENT = 3.29;

  private static final int LEAST_POINTS = 8;
  private static final double LATER_HALF = 0.6;
  private static final double LAST_THIRD = 0.4;

  /** The slope of a series in the order of its times. */
  public static Slope of(List<Point> series) {
    Trend trend = Trend.of(series);
    if (series.isEmpty()) {
      return new Slope(trend, 0, 0, 0);
    }
    Point first = series.get(0);
    Point last = series.get(series.size() - 1);
    long span = last.nanos() - first.nanos();
    return new Slope(
        trend,
        last.value() - first.value(),
        last.value() - at(series, first.nanos() + span / 2),
        last.value() - at(series, first.nanos() + span / 3 * 2));
  }

  private static double at(List<Point> series, long nanos) {
    double value = series.get(0).value();
    for (Point point : series) {
      if (point.nanos() > nanos) {
        break;
      }
      value = point.value();
    }
    return value;
  }

  /** Whether it grows with confidence and up to its end, not slower than it did before. */
  public boolean steady() {
    return trend.points() >= LEAST_POINTS
        && trend.score() > CONFIDENT
        && trend.slopePerSecond() > 0
        && secondHalf >= LATER_HALF * (growth - secondHalf)
        && lastThird >= LAST_THIRD / 3 * growth;
  }

  /** The robust slope. */
  public double perSecond() {
    return trend.slopePerSecond();
  }
}
