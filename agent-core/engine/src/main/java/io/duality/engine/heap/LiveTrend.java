package io.duality.engine.heap;

import io.duality.model.Vitals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast the part of the heap that stays alive grows, by what it was after each collection. Of a
 * few seconds only the least counts, since a young collection leaves garbage. For one thread.
 */
final class LiveTrend {
  private static final long BUCKET_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST = 60;
  private static final int LEAST = 4;

  private final Deque<long[]> points = new ArrayDeque<>();

  /** Takes over what was alive after a collection; the same collection may come again. */
  void add(long nanos, long live) {
    long[] last = points.peekLast();
    if (last != null && nanos - last[0] < BUCKET_NANOS) {
      last[1] = Math.min(last[1], live);
      return;
    }
    points.addLast(new long[] {nanos, live});
    if (points.size() > MOST) {
      points.removeFirst();
    }
  }

  /** What was told until now was wrong. */
  void forget() {
    points.clear();
  }

  /**
   * When a limit is reached if it goes on: by the median of the slopes between all pairs.
   *
   * @return nanoseconds from the last point, or {@link Vitals#UNKNOWN}
   */
  long exhaustedInNanos(long limit) {
    if (points.size() < LEAST || limit <= 0) {
      return Vitals.UNKNOWN;
    }
    List<long[]> all = new ArrayList<>(points);
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        double over = all.get(j)[0] - all.get(i)[0];
        slopes.add((all.get(j)[1] - all.get(i)[1]) / over);
      }
    }
    slopes.sort(null);
    double slope = slopes.get(slopes.size() / 2);
    long left = limit - all.get(all.size() - 1)[1];
    return slope <= 0 || left < 0 ? Vitals.UNKNOWN : (long) (left / slope);
  }
}
