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

  /**
   * A count so soon after another, as a part of the whole time, is compared with an earlier one:
   * between the two hardly anything came, and garbage is counted with what did.
   */
  private static final double SOON = 0.2;

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
    int[] earlier = earlier(marks);
    Map<String, Histogram.Row> last = steps.get(steps.size() - 1);
    List<Growth> growing = new ArrayList<>();
    for (String name : new TreeSet<>(last.keySet())) {
      Growth growth = growth(name, steps, earlier);
      if (growth != null) {
        growing.add(growth);
      }
    }
    growing.sort(Comparator.comparingLong(Growth::bytes).reversed());
    return growing;
  }

  /** For each mark the number of the one with which it is compared. */
  private static int[] earlier(List<Mark> marks) {
    long first = marks.get(0).histogram().nanos();
    double gap = SOON * (marks.get(marks.size() - 1).histogram().nanos() - first);
    int[] earlier = new int[marks.size()];
    for (int i = 1; i < earlier.length; i++) {
      int at = i - 1;
      while (at > 0 && marks.get(i).histogram().nanos() - marks.get(at).histogram().nanos() < gap) {
        at--;
      }
      earlier[i] = at;
    }
    return earlier;
  }

  private static Growth growth(String name, List<Map<String, Histogram.Row>> steps, int[] earlier) {
    Histogram.Row none = new Histogram.Row(name, 0, 0);
    Histogram.Row first = steps.get(0).getOrDefault(name, none);
    Histogram.Row now = first;
    int diffs = 0;
    boolean shrank = false;
    for (int i = 1; i < steps.size(); i++) {
      long last = now.instances();
      long before = steps.get(earlier[i]).getOrDefault(name, none).instances();
      now = steps.get(i).getOrDefault(name, none);
      long more = now.instances() - before;
      if (more > 0 && more >= STEP * before) {
        diffs++;
      }
      // What goes as well as comes is no leak.
      shrank |= now.instances() - last < -STEP * last;
    }
    if (shrank && !ClassNames.foreign(name)) {
      return null;
    }
    Growth growth = new Growth(first, now, diffs, shrank);
    return diffs >= DIFFS && growth.instances() >= WHOLE * first.instances() ? growth : null;
  }
}
