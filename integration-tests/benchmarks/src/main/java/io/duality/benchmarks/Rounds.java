package io.duality.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The same measurement with and without the agent, round by round, so that a machine whose speed
 * drifts moves both.
 *
 * @param without one figure per round
 * @param with one figure per round, measured next to its control
 */
record Rounds(List<Double> without, List<Double> with) {
  /** {@code without 9.9, with 9.8, ratio 0.99 [0.98-1.01]}. */
  String ratioRow(String name, String unit) {
    double[] ratios = new double[with.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = with.get(i) / without.get(i);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %s | %.1f %s | %.2f [%.2f–%.2f] |",
        name,
        median(without),
        unit,
        median(with),
        unit,
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  /** {@code without 21, with 108, added 87 [80-95]}. */
  String differenceRow(String name, String unit) {
    double[] added = new double[with.size()];
    for (int i = 0; i < added.length; i++) {
      added[i] = with.get(i) - without.get(i);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %s | %.1f %s | %+.1f %s [%.1f–%.1f] |",
        name,
        median(without),
        unit,
        median(with),
        unit,
        median(added),
        unit,
        Arrays.stream(added).min().orElseThrow(),
        Arrays.stream(added).max().orElseThrow());
  }

  private static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
