package io.duality.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Median and extremes of a few figures. */
record Spread(double median, double min, double max) {
  static Spread of(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(median(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  /** The ratios of each figure to its control of the same round. */
  static Spread ratios(List<Double> without, List<Double> with) {
    Double[] ratios = new Double[with.size()];
    Arrays.setAll(ratios, i -> with.get(i) / without.get(i));
    return of(List.of(ratios));
  }

  /** What each figure is more than its control of the same round. */
  static Spread differences(List<Double> without, List<Double> with) {
    Double[] added = new Double[with.size()];
    Arrays.setAll(added, i -> with.get(i) - without.get(i));
    return of(List.of(added));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** {@code 1.02 [0.99–1.05]}. */
  String ratio() {
    return String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", median, min, max);
  }

  /** {@code +104.0 [99.0–124.0]}. */
  String added() {
    return String.format(Locale.ROOT, "%+.1f [%+.1f–%+.1f]", median, min, max);
  }
}
