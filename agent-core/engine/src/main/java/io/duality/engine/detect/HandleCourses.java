package io.duality.engine.detect;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** How many handles of each kind and group there were over time; bounded, for one thread. */
final class HandleCourses {
  private static final int MOST_SUBJECTS = 300;
  private static final int LONG = 6;

  private final long window;
  private final Map<Subject, Series> subjects = new LinkedHashMap<>();

  /**
   * What was counted.
   *
   * @param kind what kind of handles
   * @param group which of them, or null for all of the kind
   */
  record Subject(String kind, String group) {}

  /** The counts of one subject. */
  static final class Series {
    private final Course near;
    private final Course far;
    private long seen;
    private long count;
    private String madeAt;

    Series(long window) {
      near = new Course(window);
      far = new Course(LONG * window);
    }

    /**
     * The counts of the last window.
     *
     * @param lasting of the last six of them
     */
    Course over(boolean lasting) {
      return lasting ? far : near;
    }

    /** The last count. */
    long count() {
      return count;
    }

    /** The frame that makes them, or null. */
    String madeAt() {
      return madeAt;
    }
  }

  /**
   * @param windowNanos over how long growth has to be seen
   */
  HandleCourses(long windowNanos) {
    window = windowNanos;
  }

  void add(Subject subject, long count, String madeAt, long nanos) {
    Series series = subjects.computeIfAbsent(subject, any -> new Series(window));
    series.near.add(nanos, count);
    series.far.add(nanos, count);
    series.seen = nanos;
    series.count = count;
    series.madeAt = madeAt == null ? series.madeAt : madeAt;
  }

  /** The counts of a subject, or null. */
  Series of(Subject subject) {
    return subjects.get(subject);
  }

  Set<Map.Entry<Subject, Series>> all() {
    return subjects.entrySet();
  }

  void forEach(BiConsumer<Subject, Series> each) {
    subjects.forEach(each);
  }

  /** Forgets the groups that were not among the largest for the longest time. */
  void bound() {
    if (subjects.size() <= MOST_SUBJECTS) {
      return;
    }
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<Subject, Series> entry : subjects.entrySet()) {
      oldest = entry.getKey().group == null ? oldest : Math.min(oldest, entry.getValue().seen);
    }
    for (Iterator<Map.Entry<Subject, Series>> it = subjects.entrySet().iterator();
        it.hasNext() && subjects.size() > MOST_SUBJECTS; ) {
      Map.Entry<Subject, Series> entry = it.next();
      if (entry.getKey().group != null && entry.getValue().seen <= oldest) {
        it.remove();
      }
    }
  }
}
