package io.duality.diagnosis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How counts are spread over things that could have had them equally: a chi-square test against the
 * even spread.
 *
 * @param counts those with the most first
 * @param even whether nothing speaks against an even spread, at 1 %
 */
record Spread(Map<String, Long> counts, boolean even) {
  /** Fewer on average for one thing prove nothing. */
  private static final long LEAST_EACH = 5;

  /** The 99 % quantile of the normal distribution. */
  private static final double SURE = 2.326;

  /** A thing that has more than so many times its even part is where they concentrate. */
  private static final double MUCH = 1.5;

  /** Null when there are too few to tell. */
  static Spread of(Map<String, Long> counts) {
    int size = counts.size();
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    if (size < 2 || sum < LEAST_EACH * size) {
      return null;
    }
    double expected = (double) sum / size;
    double chi = 0;
    for (long count : counts.values()) {
      chi += (count - expected) * (count - expected) / expected;
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return new Spread(sorted, chi <= critical(size - 1));
  }

  /** What chi-square exceeds once in a hundred times, after Wilson and Hilferty. */
  static double critical(int degrees) {
    double part = 2.0 / (9 * degrees);
    double root = 1 - part + SURE * Math.sqrt(part);
    return degrees * root * root * root;
  }

  long sum() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Where they concentrate: those with far more than their part; empty when nowhere. */
  List<String> concentration() {
    double each = (double) sum() / counts.size();
    return even
        ? List.of()
        : counts.entrySet().stream()
            .filter(entry -> entry.getValue() > MUCH * each)
            .map(Map.Entry::getKey)
            .toList();
  }

  /** What part of all these have. */
  double share(List<String> names) {
    return (double) names.stream().mapToLong(counts::get).sum() / sum();
  }
}
