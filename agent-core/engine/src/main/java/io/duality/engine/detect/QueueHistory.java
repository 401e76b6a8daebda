package io.duality.engine.detect;

import io.duality.diagnosis.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How full queues were in the looks before, at most one point per interval: looks come faster while
 * something is suspected, and growth must not look steeper or surer for that.
 */
final class QueueHistory {
  private static final int MOST_QUEUES = 2_000;

  /** A hole of more intervals than this begins a series anew. */
  private static final int HOLE = 5;

  private final long interval;
  private final int most;
  private long apart;
  private final Map<String, Series> series = new HashMap<>();

  QueueHistory(long intervalNanos, int most) {
    this.interval = intervalNanos;
    this.apart = intervalNanos;
    this.most = most;
  }

  private static final class Series {
    final Deque<Flow.Point> points = new ArrayDeque<>();
    long seenAt;
    long headAge;
    boolean shrank;
    Flow.Point now;
  }

  /** What is remembered of one queue, with the present look at its end. */
  record Past(List<Flow.Point> points, int most, boolean shrank) {
    /** Whether the series goes back for so many looks. */
    boolean covers(int looks) {
      return points.size() >= looks;
    }

    /** Whether it was never fuller than now: what has begun to drain is no longer growing. */
    boolean atItsMost() {
      long last = points.get(points.size() - 1).depth();
      for (Flow.Point point : points) {
        if (point.depth() > last) {
          return false;
        }
      }
      return true;
    }

    /** Whether no look found less in it than the one before. */
    boolean neverShrank() {
      for (int i = 1; i < points.size(); i++) {
        if (points.get(i).depth() < points.get(i - 1).depth()) {
          return false;
        }
      }
      return true;
    }

    /** The flow over the last looks. */
    Flow over(int looks) {
      return Flow.of(points.subList(Math.max(0, points.size() - looks), points.size()));
    }
  }

  /** How far apart looks are for now; never less than an interval. */
  void pace(long nanos) {
    apart = Math.max(interval, nanos);
  }

  /** Takes over a queue of the present look. */
  Past see(String key, Flow.Point point, long headAge) {
    Series its = series.get(key);
    boolean hole = its != null && point.nanos() - its.seenAt > HOLE * apart;
    if (its == null || hole) {
      its = new Series();
      series.put(key, its);
    } else {
      its.shrank = headAge < its.headAge && point.depth() < its.now.depth();
    }
    its.seenAt = point.nanos();
    its.headAge = headAge;
    its.now = point;
    // A little less than an interval: rounds are never quite punctual.
    if (its.points.isEmpty()
        || point.nanos() - its.points.peekLast().nanos() >= interval - interval / 5) {
      its.points.addLast(point);
      if (its.points.size() > most) {
        its.points.removeFirst();
      }
    }
    List<Flow.Point> points = new ArrayList<>(its.points);
    if (points.get(points.size() - 1).nanos() != point.nanos()) {
      points.set(points.size() - 1, point);
    }
    return new Past(points, most, its.shrank);
  }

  /** The look is over. */
  void end(long nanos) {
    series
        .values()
        .removeIf(each -> nanos - each.seenAt > HOLE * apart || series.size() > MOST_QUEUES);
  }

  /** No look was taken: nothing is queued. */
  void nothing() {
    series.clear();
  }
}
