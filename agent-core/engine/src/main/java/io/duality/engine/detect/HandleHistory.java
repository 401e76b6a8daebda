package io.duality.engine.detect;

import io.duality.diagnosis.Trend.Point;
import io.duality.engine.detect.HandleCourses.Series;
import io.duality.engine.detect.HandleCourses.Subject;
import io.duality.model.HandleSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How many handles of each kind and group there were over time, and which of them grow without a
 * plateau: over a window when their limit comes near, over six of them in any case. Bounded;
 * several threads may ask it.
 */
public final class HandleHistory {
  private static final double STAYS = 0.9;
  private static final long PROVED_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int LEAST = 20;

  /** What part of the growth of all descriptors is worth a name of its own. */
  private static final double PART = 0.2;

  private static final double KNOWN_SHARE = 0.9;
  private static final double LEAST_SHARE = 0.25;

  private final long window;
  private final long step;
  private final HandleCourses courses;
  private final Map<String, HandleSeen> last = new LinkedHashMap<>();

  private final Map<String, Proved> proved = new LinkedHashMap<>();
  private List<Grown> grown = List.of();
  private long absorbedAt;

  private record Proved(Grown grown, long nanos) {}

  /**
   * What grows.
   *
   * @param kind what kind of handles
   * @param group which of them, or null for all of the kind
   * @param madeAt the frame that makes them, or null
   * @param before how many there were
   * @param now how many there are
   * @param overNanos how long before that was
   * @param steps in how many steps of that time they became more
   * @param perSecond how fast they become more
   * @param limit how many may be, or {@link Vitals#UNKNOWN}
   * @param exhaustedInNanos when that is reached, or {@link Vitals#UNKNOWN}
   * @param lasting whether that went on for six windows
   */
  public record Grown(
      String kind,
      String group,
      String madeAt,
      long before,
      long now,
      long overNanos,
      int steps,
      double perSecond,
      long limit,
      long exhaustedInNanos,
      boolean lasting) {}

  /**
   * @param windowNanos over how long growth has to be seen
   */
  public HandleHistory(long windowNanos) {
    window = windowNanos;
    step = new Course(windowNanos).step();
    courses = new HandleCourses(windowNanos);
  }

  /** Takes over a reading. */
  public synchronized void absorb(List<HandleSeen> handles, long nanos) {
    if (nanos - absorbedAt < step && same(handles)) {
      return; // no course takes two equal values in one step
    }
    absorbedAt = nanos;
    for (HandleSeen seen : handles) {
      last.put(seen.kind(), seen);
      courses.add(new Subject(seen.kind(), null), seen.count(), null, nanos);
      for (HandleSeen.Group group : seen.groups()) {
        courses.add(new Subject(seen.kind(), group.name()), group.count(), group.madeAt(), nanos);
      }
    }
    courses.bound();
    prove(nanos);
  }

  /** Counting is dear: what has not moved is told by the same objects again and again. */
  private boolean same(List<HandleSeen> handles) {
    for (HandleSeen seen : handles) {
      if (!seen.equals(last.get(seen.kind()))) {
        return false;
      }
    }
    return true;
  }

  /** The last reading of a kind, or null. */
  public synchronized HandleSeen last(String kind) {
    return last.get(kind);
  }

  /** The last readings of all kinds. */
  public synchronized List<HandleSeen> last() {
    return new ArrayList<>(last.values());
  }

  /**
   * What grows without a plateau, of each kind the group that grew most, or the kind itself when no
   * group explains it; the fastest relative to its limit first.
   */
  public synchronized List<Grown> grown() {
    return grown;
  }

  /**
   * The same, and what grew a short while ago and has not become less since: a capture, during
   * which readings may be late, tells what it was made for.
   */
  public synchronized List<Grown> leaks() {
    Map<String, Grown> leaks = new LinkedHashMap<>();
    for (Proved each : proved.values()) {
      Series series = courses.of(new Subject(each.grown.kind, each.grown.group));
      if (series != null && series.count() >= STAYS * each.grown.now) {
        leaks.put(each.grown.kind, each.grown);
      }
    }
    grown.forEach(each -> leaks.put(each.kind, each));
    if (leaks.keySet().stream().anyMatch(HandleSeen.OF_DESCRIPTORS::contains)) {
      leaks.remove(HandleSeen.DESCRIPTORS);
    }
    List<Grown> sorted = new ArrayList<>(leaks.values());
    sorted.sort(Comparator.comparingDouble(HandleHistory::urgency));
    return sorted;
  }

  private void prove(long nanos) {
    grown = judge();
    grown.forEach(each -> proved.put(each.kind, new Proved(each, nanos)));
    long longest = Math.max(2 * window, PROVED_NANOS);
    proved.values().removeIf(each -> nanos - each.nanos > longest);
  }

  private List<Grown> judge() {
    Map<String, Grown> worst = new LinkedHashMap<>();
    courses.forEach(
        (subject, series) -> {
          Grown grown = grown(subject, series);
          if (grown != null) {
            worst.merge(subject.kind(), grown, HandleHistory::worse);
          }
        });
    worst.replaceAll((kind, grown) -> grown.group == null ? named(grown) : grown);
    worst.values().removeIf(grown -> grown.group == null && !settled(grown.kind));
    Grown all = worst.remove(HandleSeen.DESCRIPTORS);
    if (all != null) {
      explain(all, worst);
    }
    // what of them grows is told before the sum
    if (all != null && worst.values().stream().noneMatch(HandleHistory::isDescriptor)) {
      worst.put(all.kind, all);
    }
    List<Grown> found = new ArrayList<>(worst.values());
    found.sort(Comparator.comparingDouble(HandleHistory::urgency));
    return found;
  }

  /** The group that explains most of a kind's growth, also when its own is not proved yet. */
  private Grown named(Grown kind) {
    Grown most = kind;
    double least = (kind.now - kind.before) / 2.0;
    for (Map.Entry<Subject, Series> entry : courses.all()) {
      Subject subject = entry.getKey();
      Course course = entry.getValue().over(kind.lasting);
      boolean part = subject.group() != null && subject.kind().equals(kind.kind);
      if (part && course.growth() > least) {
        least = course.growth();
        most = grown(subject, entry.getValue(), kind.lasting);
      }
    }
    return most;
  }

  /**
   * What of all descriptors grows: the sum is counted at each reading and proves it, the parts are
   * told now and then and only have to go the same way.
   */
  private void explain(Grown all, Map<String, Grown> worst) {
    Map<String, Grown> parts = new LinkedHashMap<>();
    courses.forEach(
        (subject, series) -> {
          Course course = series.over(all.lasting);
          boolean part =
              subject.group() != null
                  && HandleSeen.OF_DESCRIPTORS.contains(subject.kind())
                  && !worst.containsKey(subject.kind());
          if (part
              && !course.falls()
              && course.growth() >= Math.max(LEAST, PART * (all.now - all.before))) {
            parts.merge(
                subject.kind(),
                grown(subject, series, all.lasting),
                (a, b) -> b.now - b.before > a.now - a.before ? b : a);
          }
        });
    worst.putAll(parts);
  }

  /** A whole kind is told only when its parts are known for as long and do not explain it. */
  private boolean settled(String kind) {
    if (!kind.equals(HandleSeen.DESCRIPTORS)) {
      List<HandleSeen.Group> groups = last.get(kind).groups();
      return groups.isEmpty() || full(new Subject(kind, groups.get(0).name()));
    }
    long known = 0;
    for (String part : HandleSeen.OF_DESCRIPTORS) {
      HandleSeen seen = last.get(part);
      if (seen != null && !full(new Subject(part, null))) {
        return false;
      }
      known += seen == null ? 0 : seen.count();
    }
    return known == 0 || known >= KNOWN_SHARE * last.get(kind).count();
  }

  private boolean full(Subject subject) {
    Series series = courses.of(subject);
    return series != null && series.over(false).full();
  }

  private static boolean isDescriptor(Grown grown) {
    return HandleSeen.OF_DESCRIPTORS.contains(grown.kind);
  }

  private static double urgency(Grown grown) {
    return grown.exhaustedInNanos < 0 ? Double.MAX_VALUE : grown.exhaustedInNanos;
  }

  /** A group says more than its kind when it explains at least half of the kind's growth. */
  private static Grown worse(Grown a, Grown b) {
    Grown greater = b.now - b.before > a.now - a.before ? b : a;
    Grown lesser = Objects.equals(greater, b) ? a : b;
    boolean explains = 2 * (lesser.now - lesser.before) >= greater.now - greater.before;
    return greater.group == null && explains ? lesser : greater;
  }

  private Grown grown(Subject subject, Series series) {
    boolean lasting = grows(series.over(true), least(subject.kind()));
    if (!lasting && !grows(series.over(false), LEAST)) {
      return null;
    }
    return grown(subject, series, lasting);
  }

  private Grown grown(Subject subject, Series series, boolean lasting) {
    HandleSeen kind = last.get(subject.kind());
    boolean part = HandleSeen.OF_DESCRIPTORS.contains(subject.kind());
    HandleSeen whole = part ? last.getOrDefault(HandleSeen.DESCRIPTORS, kind) : kind;
    long room = kind.limit() < 0 ? Vitals.UNKNOWN : Math.max(0, kind.limit() - whole.count());
    List<Point> points = series.over(lasting).points();
    Point first = points.get(0);
    Point end = points.get(points.size() - 1);
    double mean = (end.value() - first.value()) / ((end.nanos() - first.nanos()) / 1e9);
    double robust = Slope.of(points).perSecond();
    double perSecond = robust > 0 ? robust : mean; // parts that are told in steps
    return new Grown(
        subject.kind(),
        subject.group(),
        series.madeAt(),
        (long) first.value(),
        series.count(),
        end.nanos() - first.nanos(),
        rises(points),
        perSecond,
        kind.limit(),
        room < 0 ? Vitals.UNKNOWN : (long) Math.min(room / perSecond * 1e9, 9e18),
        lasting);
  }

  private static int rises(List<Point> points) {
    int rises = 0;
    for (int i = 1; i < points.size(); i++) {
      rises += points.get(i).value() > points.get(i - 1).value() ? 1 : 0;
    }
    return rises;
  }

  /** Growth that lasts is told when there is enough of it to matter. */
  private static int least(String kind) {
    return switch (kind) {
      case HandleSeen.LOADERS -> 20;
      case HandleSeen.STATEMENTS -> 50;
      default -> 100;
    };
  }

  private static boolean grows(Course course, int least) {
    return course.full()
        && course.growth() >= Math.max(least, LEAST_SHARE * course.first().value())
        && Slope.of(course.points()).steady();
  }
}
