package io.duality.engine.heap.holders;

import io.duality.engine.heap.holders.Walk.Held;
import io.duality.model.HolderSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of what the searches saw keeps a class that grows. Pure. */
public final class Holders {
  private static final int MOST = 3;

  /** Entries that have to come, and the part of what there was. */
  private static final long LEAST = 100;

  private static final double LEAST_SHARE = 0.02;

  /** What keeps it grows by about as much; garbage is among what is counted. */
  private static final double LEAST_RATIO = 0.2;

  /** Without an object of the class in it, only what grows alike counts. */
  private static final double ALIKE = 0.8;

  /** Of what was looked at once: its part of the instances, when they are in it or behind it. */
  private static final double MANY_IN_IT = 0.1;

  private static final double MANY_BEHIND = 0.3;

  private static final double SHRINKS = 0.02;

  /** What is told by them alone has to grow in so many; in two it has to grow by more. */
  private static final int SEARCHES = 3;

  private static final int FEW_SEARCHES = 2;
  private static final double MUCH = 0.25;
  private static final double MUCH_IN_MANY = 0.1;

  private final List<Walk> walks;
  private final Map<List<String>, Then> before = new HashMap<>();
  private final boolean complete;

  /**
   * @param walks the searches since the suspicion, oldest first
   */
  public Holders(List<Walk> walks) {
    this.walks = List.copyOf(walks);
    List<Walk> earlier = walks.subList(0, Math.max(0, walks.size() - 1));
    for (Walk walk : earlier) {
      for (Held each : walk.holders()) {
        before.putIfAbsent(each.path(), new Then(each, walk.nanos()));
      }
    }
    this.complete = earlier.stream().allMatch(walk -> walk.ended() == null);
  }

  private record Then(Held held, long nanos) {}

  private record Ranked(HolderSeen holder, double score) {}

  /**
   * What keeps a class, the surest first.
   *
   * @param className as a histogram tells it
   * @param perSecond how many instances came a second
   * @param instances how many there are
   */
  public List<HolderSeen> of(String className, double perSecond, long instances) {
    if (walks.isEmpty()) {
      return List.of();
    }
    List<Ranked> ranked = new ArrayList<>();
    for (Held each : last().holders()) {
      Ranked one = rank(each, className, perSecond, instances);
      if (one != null) {
        ranked.add(one);
      }
    }
    ranked.sort(
        Comparator.comparingDouble(Ranked::score)
            .reversed()
            .thenComparing(each -> each.holder().path().size()));
    boolean sure = !ranked.isEmpty() && ranked.get(0).holder().holds();
    return ranked.stream()
        .map(Ranked::holder)
        .filter(each -> each.holds() || !sure)
        .limit(MOST)
        .toList();
  }

  private Ranked rank(Held now, String className, double perSecond, long instances) {
    boolean directly = now.classes().containsKey(className);
    boolean holds = directly || now.below().contains(className);
    double nearness = holds ? (directly ? 2 : 1) : 0;
    HolderSeen seen = seen(now, holds);
    if (seen.entriesBefore() < 0) {
      double many = directly ? MANY_IN_IT : MANY_BEHIND;
      return holds && instances > 0 && now.entries() >= many * instances
          ? new Ranked(seen, nearness)
          : null;
    }
    double ratio =
        perSecond <= 0 || seen.overNanos() <= 0
            ? 0
            : came(seen) * 1e9 / seen.overNanos() / perSecond;
    double likeness = Math.min(ratio, ratio > 0 ? 1 / ratio : 0);
    return !grows(seen) || likeness < (holds ? LEAST_RATIO : ALIKE)
        ? null
        : new Ranked(seen, nearness + likeness);
  }

  private static long came(HolderSeen seen) {
    return seen.entriesNow() - seen.entriesBefore();
  }

  private boolean grows(HolderSeen seen) {
    return came(seen) >= LEAST
        && came(seen) >= LEAST_SHARE * seen.entriesNow()
        && !shrank(seen.path());
  }

  private boolean shrank(List<String> path) {
    long before = 0;
    for (Walk walk : walks) {
      for (Held each : walk.holders()) {
        if (each.path().equals(path)) {
          if (!each.estimated() && each.entries() < (1 - SHRINKS) * before) {
            return true;
          }
          before = each.entries();
        }
      }
    }
    return false;
  }

  private HolderSeen seen(Held now, boolean holds) {
    Then then = before.get(now.path());
    boolean empty = then == null && walks.size() > 1 && complete;
    return new HolderSeen(
        now.path(),
        now.type(),
        now.count(),
        then != null ? then.held().entries() : empty ? 0 : Vitals.UNKNOWN,
        now.entries(),
        then != null
            ? last().nanos() - then.nanos()
            : empty ? last().nanos() - walks.get(0).nanos() : 0,
        now.estimated() || (then != null && then.held().estimated()),
        holds);
  }

  /**
   * What grows most where no classes were counted, by the class of what is in it.
   *
   * @return null when nothing grew in each of several searches
   */
  public Grown fastest() {
    if (walks.size() < FEW_SEARCHES) {
      return null;
    }
    double least = walks.size() < SEARCHES ? MUCH : MUCH_IN_MANY;
    Grown fastest = null;
    for (Held now : last().holders()) {
      HolderSeen seen = seen(now, true);
      String of = foremost(now);
      if (of != null
          && seen.entriesBefore() >= 0
          && came(seen) >= Math.max(10 * LEAST, least * now.entries())
          && grows(seen)
          && (fastest == null || came(seen) > came(fastest.holder()))) {
        fastest = new Grown(of, seen);
      }
    }
    return fastest;
  }

  /**
   * A holder that grows and what is in it.
   *
   * @param className the class of which most was seen
   * @param holder with its sizes
   */
  public record Grown(String className, HolderSeen holder) {}

  private static String foremost(Held held) {
    return held.classes().entrySet().stream()
        .filter(each -> !each.getKey().startsWith("java."))
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElseGet(() -> held.classes().keySet().stream().findFirst().orElse(null));
  }

  /** Why nothing is known of who keeps it. */
  public String whyNone() {
    Walk last = last();
    return walks.size() < 2
        ? "it was searched once, and nothing with many of them was found"
        : last.ended() == null
            ? "nothing behind static fields, thread-locals or tasks grew alike ("
                + last.objects()
                + " objects read): a stack, native code or an unreadable class"
            : "the search ended early: " + last.ended();
  }

  private Walk last() {
    return walks.get(walks.size() - 1);
  }
}
