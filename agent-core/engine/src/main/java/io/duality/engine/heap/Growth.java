package io.duality.engine.heap;

import io.duality.model.Histogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A class that grew in at least two comparisons of histograms and never shrank much; arrays and
 * what else is anybody's may have shrunk meanwhile, since garbage is counted with them.
 *
 * @param before at the baseline
 * @param now in the last histogram
 * @param diffs in how many comparisons it grew
 * @param shrank whether it became less in between: that alone is no leak
 */
record Growth(Histogram.Row before, Histogram.Row now, int diffs, boolean shrank) {
  /** In how many comparisons a class has to grow. */
  static final int DIFFS = 2;

  /** Below this part of what is there it may be chance. */
  private static final double STEP = 0.02;

  /** What a class has to add in all, as a part of what it was. */
  private static final double WHOLE = 0.1;

  String className() {
    return now.className();
  }

  long instances() {
    return now.instances() - before.instances();
  }

  long bytes() {
    return now.bytes() - before.bytes();
  }

  /** The classes that grow, those with most bytes first. */
  static List<Growth> of(List<Mark> marks) {
    if (marks.size() <= DIFFS) {
      return List.of();
    }
    List<Map<String, Histogram.Row>> steps = marks.stream().map(Mark::byClass).toList();
    Map<String, Histogram.Row> last = steps.get(steps.size() - 1);
    List<Growth> growing = new ArrayList<>();
    for (String name : new TreeSet<>(last.keySet())) {
      Growth growth = growth(name, steps);
      if (growth != null) {
        growing.add(growth);
      }
    }
    growing.sort(Comparator.comparingLong(Growth::bytes).reversed());
    return growing;
  }

  private static Growth growth(String name, List<Map<String, Histogram.Row>> steps) {
    Histogram.Row none = new Histogram.Row(name, 0, 0);
    Histogram.Row first = steps.get(0).getOrDefault(name, none);
    Histogram.Row before = first;
    int diffs = 0;
    boolean shrank = false;
    for (Map<String, Histogram.Row> step : steps.subList(1, steps.size())) {
      Histogram.Row now = step.getOrDefault(name, none);
      long more = now.instances() - before.instances();
      if (more > 0 && more >= STEP * before.instances()) {
        diffs++;
      } else if (more < -STEP * before.instances()) {
        shrank = true; // what goes as well as comes is no leak
      }
      before = now;
    }
    if (shrank && !ClassNames.foreign(name)) {
      return null;
    }
    Growth growth = new Growth(first, before, diffs, shrank);
    return diffs >= DIFFS && growth.instances() >= WHOLE * first.instances() ? growth : null;
  }
}
