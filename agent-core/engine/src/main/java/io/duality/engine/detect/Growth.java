package io.duality.engine.detect;

import io.duality.model.Vitals;
import java.util.Arrays;

/**
 * Tells memory that grows without end from memory that is being filled: warm-ups, caches, load. The
 * least value of each bucket of time counts, so that garbage does not; the slope of these has to be
 * certain, and must not become less towards the end. Its figures were found by trying it on 360
 * series of five collectors.
 */
final class Growth {
  /** The slow path looks at five minutes of buckets of ten seconds. */
  private static final int SLOW_BUCKETS = 30;

  private static final int SLOW_LEAST = 12;
  private static final double SLOW_SCORE = 3.29;
  private static final double LEAST_GROWTH = 0.05;
  private static final double HALF_GOES_ON = 0.6;
  private static final double QUARTER_GOES_ON = 0.4;
  private static final int SLOW_CONFIRM = 3;

  /** The fast path looks at two minutes, when the end is nearer than twice that. */
  private static final int FAST_BUCKETS = 12;

  private static final int FAST_LEAST = 8;
  private static final double FAST_SCORE = 2.9;
  private static final double THIRD_GOES_ON = 0.5;
  private static final int FAST_CONFIRM = 2;

  /** So many points of which each is above the one before it are certain, too. */
  private static final int SURE_POINTS = 4;

  private final long bucketNanos;
  private final double[] least = new double[SLOW_BUCKETS];
  private final long[] bucket = new long[SLOW_BUCKETS];
  private int size;
  private long open = Long.MIN_VALUE;
  private double openLeast = Double.NaN;
  private int slow;
  private int fast;
  private int gone;
  private boolean growing;
  private double slope;

  Growth(long bucketNanos) {
    this.bucketNanos = bucketNanos;
  }

  /** Adds a measurement; later ones come later. */
  void add(long nanos, double value) {
    advance(nanos);
    openLeast = Double.isNaN(openLeast) ? value : Math.min(openLeast, value);
  }

  /**
   * Closes the bucket when its time is over.
   *
   * @return whether it was, so that there is something new to judge
   */
  boolean advance(long nanos) {
    long now = Math.floorDiv(nanos, bucketNanos);
    if (now == open) {
      return false;
    }
    boolean closed = !Double.isNaN(openLeast);
    if (closed) {
      if (size == SLOW_BUCKETS) {
        System.arraycopy(least, 1, least, 0, size - 1);
        System.arraycopy(bucket, 1, bucket, 0, size - 1);
        size--;
      }
      least[size] = openLeast;
      bucket[size] = open;
      size++;
    }
    openLeast = Double.NaN;
    open = now;
    while (size > 0 && bucket[0] <= now - SLOW_BUCKETS - 1) {
      System.arraycopy(least, 1, least, 0, size - 1);
      System.arraycopy(bucket, 1, bucket, 0, size - 1);
      size--;
    }
    growing &= size >= SURE_POINTS; // nobody collected for a long time: nothing is known
    return closed;
  }

  /**
   * Judges the closed buckets; once for each.
   *
   * @param limit bytes, or negative without one
   * @param horizonNanos within what time it would have to be full
   * @param few whether few points that all rise are enough, because each of them is exact
   */
  void judge(double limit, long horizonNanos, boolean few) {
    boolean slowly = slowly(limit, horizonNanos, few);
    boolean fastly = !slowly && fastly(limit, few);
    slow = slowly ? slow + 1 : 0;
    fast = fastly ? fast + 1 : 0;
    if (slow >= SLOW_CONFIRM || fast >= FAST_CONFIRM) {
      growing = true;
      gone = 0;
    } else if (growing && !slowly && !fastly) {
      gone++;
      growing = gone < SLOW_CONFIRM;
    }
  }

  private boolean slowly(double limit, long horizonNanos, boolean few) {
    Slopes all = slopes(0, size);
    if (!certain(all, few, 0, SLOW_LEAST, SLOW_SCORE)) {
      return false;
    }
    slope = all.slope();
    double span = bucket[size - 1] - bucket[0];
    double reference = limit > 0 ? limit : level();
    if (all.slope() * span < LEAST_GROWTH * reference || !within(horizonNanos, limit)) {
      return false;
    }
    int half = after(0.5);
    int quarter = after(0.75);
    double first = slopes(0, half).slope();
    return goesOn(half, HALF_GOES_ON * Math.max(first, all.slope()))
        && goesOn(quarter, QUARTER_GOES_ON * all.slope());
  }

  /**
   * Whether it becomes slower so that it ends below its limit: each half of the window adds a part
   * of what the half before it added, and so on without end.
   */
  boolean levelsOff(double limit) {
    if (limit <= 0 || size < SLOW_LEAST) {
      return false;
    }
    int half = after(0.5);
    double first = slopes(0, half).slope();
    double second = slopes(half, size).slope();
    if (first <= 0 || second >= first) {
      return false;
    }
    double part = Math.max(0, second / first);
    double added = Math.max(0, second) * (bucket[size - 1] - bucket[half]);
    return level() + added * part / (1 - part) < limit;
  }

  private boolean fastly(double limit, boolean few) {
    int from = 0;
    while (from < size && bucket[from] <= open - 1 - FAST_BUCKETS) {
      from++;
    }
    Slopes recent = slopes(from, size);
    if (limit <= 0 || !certain(recent, few, from, FAST_LEAST, FAST_SCORE)) {
      return false;
    }
    slope = recent.slope();
    double third = bucket[from] + (bucket[size - 1] - bucket[from]) * 2 / 3.0;
    int at = from;
    while (at < size && bucket[at] < third) {
      at++;
    }
    return within(2 * FAST_BUCKETS * bucketNanos, limit)
        && goesOn(at, THIRD_GOES_ON * recent.slope());
  }

  private boolean certain(Slopes slopes, boolean few, int from, int leastPoints, double score) {
    if (slopes.slope() <= 0) {
      return false;
    }
    if (few && slopes.points() >= SURE_POINTS && slopes.points() < leastPoints) {
      for (int i = from + 1; i < size; i++) {
        if (least[i] <= least[i - 1]) {
          return false;
        }
      }
      return true;
    }
    return slopes.points() >= leastPoints && slopes.score() > score && slopes.lower() > 0;
  }

  /** Whether the end rises as well; too few points do not contradict. */
  private boolean goesOn(int from, double slopeAtLeast) {
    return size - from < 3 || slopes(from, size).slope() >= slopeAtLeast;
  }

  private int after(double share) {
    double limit = bucket[0] + (bucket[size - 1] - bucket[0]) * share;
    int at = 0;
    while (at < size && bucket[at] < limit) {
      at++;
    }
    return at;
  }

  private Slopes slopes(int from, int to) {
    double[] at = new double[to];
    for (int i = from; i < to; i++) {
      at[i] = bucket[i];
    }
    return Slopes.of(at, least, from, to);
  }

  private boolean within(long nanos, double limit) {
    return limit <= 0 || exhaustedInNanos(limit) < nanos;
  }

  /** Whether it grows, for some time now. */
  boolean growing() {
    return growing;
  }

  /** How many buckets in the window have a value. */
  int points() {
    return size;
  }

  /** How much it comes to now: the median of the last three buckets. */
  double level() {
    if (size == 0) {
      return 0;
    }
    double[] last = Arrays.copyOfRange(least, Math.max(0, size - 3), size);
    Arrays.sort(last);
    return last[last.length / 2];
  }

  double bytesPerSecond() {
    return slope / bucketNanos * 1e9;
  }

  /** When it reaches the limit if it goes on, or {@link Vitals#UNKNOWN}. */
  long exhaustedInNanos(double limit) {
    return limit <= 0 || slope <= 0
        ? Vitals.UNKNOWN
        : (long) Math.min(Long.MAX_VALUE / 2.0, Math.max(0, limit - level()) / slope * bucketNanos);
  }
}
