package io.duality.diagnosis;

/** The moment at which the level of a series changed, found where two means differ most. */
final class ChangePoint {
  private static final int LEAST = 8;
  private static final double SURE = 6;
  private static final double TIMES = 3;

  /**
   * A change.
   *
   * @param index the first value of the new level
   * @param before the mean before it
   * @param after the mean from it on
   */
  record Found(int index, double before, double after) {}

  private ChangePoint() {}

  /** The clearest change of level by at least threefold; null when there is none. */
  static Found of(double[] values) {
    Found best = null;
    double bestScore = SURE;
    for (int i = LEAST; i <= values.length - LEAST; i++) {
      double before = mean(values, 0, i);
      double after = mean(values, i, values.length);
      double spread =
          Math.sqrt(
              variance(values, 0, i, before) / i
                  + variance(values, i, values.length, after) / (values.length - i));
      double score = Math.abs(after - before) / Math.max(spread, 1e-9 * Math.max(before, after));
      boolean large = after > TIMES * before || before > TIMES * after;
      if (large && score > bestScore) {
        bestScore = score;
        best = new Found(i, before, after);
      }
    }
    return best;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double variance(double[] values, int from, int to, double mean) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (values[i] - mean) * (values[i] - mean);
    }
    return sum / Math.max(1, to - from - 1);
  }
}
