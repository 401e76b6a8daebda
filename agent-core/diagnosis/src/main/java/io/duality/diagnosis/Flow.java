package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes into a queue and what leaves it, over several looks.
 *
 * @param depth how full it is, over time
 * @param inPerSecond how many elements come, or {@link #UNKNOWN}
 * @param outPerSecond how many leave, or {@link #UNKNOWN}
 */
public record Flow(Trend depth, double inPerSecond, double outPerSecond) {
  /** A rate that nobody counts. */
  public static final double UNKNOWN = -1;

  /**
   * A queue in one look; what is not counted is {@link PoolSeen#UNKNOWN}.
   *
   * @param nanos when
   * @param depth how many elements it holds
   * @param in how many have come so far
   * @param out how many have left so far
   */
  public record Point(long nanos, long depth, long in, long out) {}

  /** The flow through a queue, from points in the order of their times. */
  public static Flow of(List<Point> points) {
    List<Trend.Point> depths = new ArrayList<>();
    for (Point point : points) {
      if (point.depth != PoolSeen.UNKNOWN) {
        depths.add(new Trend.Point(point.nanos, point.depth));
      }
    }
    Trend depth = Trend.of(depths);
    if (points.size() < 2) {
      return new Flow(depth, UNKNOWN, UNKNOWN);
    }
    Point first = points.get(0);
    Point last = points.get(points.size() - 1);
    double seconds = (last.nanos - first.nanos) / 1e9;
    double in = rate(first.in, last.in, seconds);
    double out = rate(first.out, last.out, seconds);
    double grown = seconds > 0 ? (last.depth - first.depth) / seconds : 0;
    if (in == UNKNOWN && out != UNKNOWN) {
      in = Math.max(0, out + grown);
    } else if (out == UNKNOWN && in != UNKNOWN) {
      out = Math.max(0, in - grown);
    }
    return new Flow(depth, in, out);
  }

  private static double rate(long first, long last, double seconds) {
    boolean counted = first != PoolSeen.UNKNOWN && last != PoolSeen.UNKNOWN && last >= first;
    return counted && seconds > 0 ? (last - first) / seconds : UNKNOWN;
  }

  /** The flow through a queue, or a pool's queue, over the looks that show it. */
  public static Flow of(List<Look> looks, String resourceKey) {
    List<Point> points = new ArrayList<>();
    for (Look look : looks) {
      Point point = point(look, resourceKey);
      if (point != null) {
        points.add(point);
      }
    }
    return of(points);
  }

  /** The queue or the pool of that key in a look, or null when the look does not show it. */
  public static Point point(Look look, String resourceKey) {
    for (PoolSeen pool : look.pools()) {
      if (pool.resourceKey().equals(resourceKey) || resourceKey.equals(pool.queueKey())) {
        return point(look.nanos(), pool);
      }
    }
    for (QueueSeen queue : look.queues()) {
      if (queue.resourceKey().equals(resourceKey)) {
        return new Point(look.nanos(), queue.depth(), PoolSeen.UNKNOWN, PoolSeen.UNKNOWN);
      }
    }
    return null;
  }

  /** A pool's queue: what leaves it is what its workers began, or else what they completed. */
  public static Point point(long nanos, PoolSeen pool) {
    PoolSeen.Counters counters = pool.counters();
    long out = counters.started() != PoolSeen.UNKNOWN ? counters.started() : counters.completed();
    return new Point(nanos, pool.depth(), counters.submitted(), out);
  }

  /** How long what comes now will wait at this rate, in seconds; infinite when nothing leaves. */
  public double secondsToDrain() {
    return outPerSecond == UNKNOWN || outPerSecond == 0
        ? Double.POSITIVE_INFINITY
        : depth.last() / outPerSecond;
  }
}
