package io.duality.engine.heap;

import io.duality.model.Histogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads what the JVM prints for {@code GC.class_histogram}. */
final class HistogramText {
  /** Far more classes than ever leak at once; the rest is in the totals. */
  static final int MOST_ROWS = 1_000;

  private HistogramText() {}

  /**
   * The histogram in a print.
   *
   * @throws IllegalArgumentException when there is no row in it
   */
  static Histogram parse(String print, Instant at, long nanos, boolean live) {
    Map<String, long[]> classes = new HashMap<>();
    long instances = 0;
    long bytes = 0;
    for (Iterator<String> lines = print.lines().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      String[] words = line.strip().split("\\s+", 5);
      if (words.length >= 4 && words[0].endsWith(":") && isNumber(words[1]) && isNumber(words[2])) {
        long count = Long.parseLong(words[1]);
        long size = Long.parseLong(words[2]);
        long[] sum = classes.computeIfAbsent(ClassNames.plain(words[3]), name -> new long[2]);
        sum[0] += count;
        sum[1] += size;
        instances += count;
        bytes += size;
      }
    }
    if (classes.isEmpty()) {
      String shown = print.length() > 100 ? print.substring(0, 100) + "…" : print;
      throw new IllegalArgumentException("no row of a class histogram in: " + shown.strip());
    }
    List<Histogram.Row> rows = new ArrayList<>();
    classes.forEach((name, sum) -> rows.add(new Histogram.Row(name, sum[0], sum[1])));
    rows.sort(
        Comparator.comparingLong(Histogram.Row::bytes)
            .reversed()
            .thenComparing(Histogram.Row::className));
    return new Histogram(
        at, nanos, live, rows.subList(0, Math.min(rows.size(), MOST_ROWS)), bytes, instances);
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
