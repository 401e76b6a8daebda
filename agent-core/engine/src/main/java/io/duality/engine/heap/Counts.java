package io.duality.engine.heap;

import io.duality.model.Histogram;
import java.util.ArrayList;
import java.util.List;

/** How the classes on the heap were counted: the baseline, and the last counts of a suspicion. */
final class Counts {
  private static final int MOST = 6;

  private final List<Mark> marks = new ArrayList<>();
  private boolean renewed;

  /** The next count is the baseline. */
  synchronized void renew() {
    renewed = true;
  }

  /** A new suspicion is compared with the baseline alone. */
  synchronized void begin() {
    renewed = false;
    while (marks.size() > 1) {
      marks.remove(1);
    }
  }

  synchronized void add(Mark mark) {
    if (renewed) {
      renewed = false;
      marks.clear();
    }
    marks.add(mark);
    if (marks.size() > MOST) {
      marks.remove(1);
    }
  }

  /** Oldest first. */
  synchronized List<Mark> all() {
    return List.copyOf(marks);
  }

  /** The count when the process was warm; null until there is one to compare with it. */
  synchronized Histogram baseline() {
    return marks.size() < 2 ? null : marks.get(0).histogram();
  }

  /** The last count, or null. */
  synchronized Histogram last() {
    return marks.isEmpty() ? null : marks.get(marks.size() - 1).histogram();
  }
}
