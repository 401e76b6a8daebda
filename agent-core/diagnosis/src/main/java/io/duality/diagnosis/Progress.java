package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a queue, or the queue of a pool, went from look to look. Rates are per second; {@link
 * #UNKNOWN} where the figures do not tell.
 */
public final class Progress {
  /** A rate that the looks do not tell. */
  public static final double UNKNOWN = -1;

  private final List<Point> points;
  private final Flow flow;

  /** One look at it. */
  private record Point(long nanos, long depth, long headAgeNanos, PoolSeen.Counters counters) {}

  private Progress(List<Point> points, Flow flow) {
    this.points = points;
    this.flow = flow;
  }

  /** That of the pool or queue of that key over these looks, oldest first. */
  public static Progress of(List<Look> looks, String resourceKey) {
    Objects.requireNonNull(resourceKey, "resourceKey");
    List<Point> points = new ArrayList<>();
    for (Look look : looks) {
      Point point = at(look, resourceKey);
      if (point != null) {
        points.add(point);
      }
    }
    return new Progress(points, Flow.of(looks, resourceKey));
  }

  private static Point at(Look look, String key) {
    for (PoolSeen pool : look.pools()) {
      if (pool.resourceKey().equals(key) || key.equals(pool.queueKey())) {
        return new Point(look.nanos(), pool.depth(), pool.headAgeNanos(), pool.counters());
      }
    }
    for (QueueSeen queue : look.queues()) {
      if (queue.resourceKey().equals(key)) {
        return new Point(look.nanos(), queue.depth(), queue.headAgeNanos(), PoolSeen.Counters.NONE);
      }
    }
    return null;
  }

  /** How many looks knew it. */
  public int looks() {
    return points.size();
  }

  /** From the first of these looks to the last, in nanoseconds. */
  public long spanNanos() {
    return points.size() < 2 ? 0 : last().nanos() - first().nanos();
  }

  /** By how much its depth changed per second; 0 when it did not. */
  public double growth() {
    return points.size() < 2 || first().depth() < 0 || last().depth() < 0
        ? 0
        : perSecond(last().depth() - first().depth());
  }

  /** Tasks handed over per second. */
  public double arrival() {
    return flow.inPerSecond();
  }

  /** Tasks taken by a worker per second. */
  public double drain() {
    return flow.outPerSecond();
  }

  /** Tasks ended per second. */
  public double completion() {
    return rate(counters(first()).completed(), counters(last()).completed());
  }

  /** How many tasks ended between the looks, or −1 when nobody counts them. */
  public long completed() {
    return difference(counters(first()).completed(), counters(last()).completed());
  }

  /** How many tasks were handed over between the looks, or −1 when nobody counts them. */
  public long submitted() {
    return difference(counters(first()).submitted(), counters(last()).submitted());
  }

  /** Whether at least so many looks saw it become deeper, and none saw it become less deep. */
  public boolean grows(int looks) {
    if (points.size() < looks || first().depth() < 0) {
      return false;
    }
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).depth() < points.get(i - 1).depth()) {
        return false;
      }
    }
    return last().depth() > first().depth();
  }

  /** Whether its first element waited longer from look to look, in at least so many looks. */
  boolean headAges(int looks) {
    if (points.size() < looks) {
      return false;
    }
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).headAgeNanos() <= points.get(i - 1).headAgeNanos()) {
        return false;
      }
    }
    return first().headAgeNanos() >= 0;
  }

  long firstDepth() {
    return points.isEmpty() ? 0 : first().depth();
  }

  long firstHeadAgeNanos() {
    return points.isEmpty() ? 0 : first().headAgeNanos();
  }

  private double rate(long from, long to) {
    long difference = difference(from, to);
    return difference < 0 || spanNanos() == 0 ? UNKNOWN : perSecond(difference);
  }

  private long difference(long from, long to) {
    return points.size() < 2 || from < 0 || to < from ? -1 : to - from;
  }

  private double perSecond(long difference) {
    return difference * 1e9 / spanNanos();
  }

  private static PoolSeen.Counters counters(Point point) {
    return point == null ? PoolSeen.Counters.NONE : point.counters();
  }

  private Point first() {
    return points.isEmpty() ? null : points.get(0);
  }

  private Point last() {
    return points.isEmpty() ? null : points.get(points.size() - 1);
  }
}
