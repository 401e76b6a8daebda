package io.duality.engine.detect;

import io.duality.diagnosis.Trend.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lower envelope of a series: the least value of each of the last steps of time, so that what
 * comes and goes inside a step is not taken for growth.
 */
final class Course {
  private static final int STEPS = 20;
  private static final long LEAST_STEP = TimeUnit.MILLISECONDS.toNanos(900);

  private final long window;
  private final long step;
  private final Deque<Point> points = new ArrayDeque<>();

  /**
   * @param window how much time it covers, in nanoseconds
   */
  Course(long window) {
    this.window = window;
    this.step = Math.max(LEAST_STEP, window / STEPS);
  }

  /** Within so many nanoseconds only a lesser value makes a difference. */
  long step() {
    return step;
  }

  void add(long nanos, double value) {
    Point last = points.peekLast();
    if (last != null && nanos - last.nanos() < step) {
      if (value < last.value()) {
        points.removeLast();
        points.addLast(new Point(last.nanos(), value));
      }
      return;
    }
    points.addLast(new Point(nanos, value));
    while (nanos - points.peekFirst().nanos() > window) {
      points.removeFirst();
    }
  }

  /** Whether it goes back as far as it is asked for; a shorter one proves nothing. */
  boolean full() {
    return !points.isEmpty()
        && points.peekLast().nanos() - points.peekFirst().nanos() >= window - 2 * step;
  }

  List<Point> points() {
    return new ArrayList<>(points);
  }

  /** Whether it was ever less than before. */
  boolean falls() {
    double before = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      if (point.value() < before) {
        return true;
      }
      before = point.value();
    }
    return false;
  }

  /** From its first value to its last; 0 when it is empty. */
  double growth() {
    return points.isEmpty() ? 0 : points.peekLast().value() - points.peekFirst().value();
  }

  Point first() {
    return points.peekFirst();
  }
}
