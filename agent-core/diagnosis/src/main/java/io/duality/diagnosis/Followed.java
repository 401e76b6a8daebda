package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses, where several threads hold or work one resource, the one that a chain follows.
 *
 * <p>If all of them have to let go, one that cannot is the reason, and one that waits comes before
 * one that runs. If any of them is enough, the largest group with the same obstacle is the reason.
 * Among equals the best known is followed, then the oldest.
 */
final class Followed {
  private final WaitForGraph graph;
  private final Needs needs;
  private final Map<Long, Cycle> cycleOf;
  private final Map<Long, Edge> mainWaits;
  private final Map<Need, Edge> chosen = new HashMap<>();

  Followed(WaitForGraph graph, Needs needs, Map<Long, Cycle> cycleOf, Map<Long, Edge> mainWaits) {
    this.graph = graph;
    this.needs = needs;
    this.cycleOf = cycleOf;
    this.mainWaits = mainWaits;
  }

  /** The holding to follow, or null when nobody is known to hold or work what is needed. */
  Edge blocker(Need need) {
    if (need.blockers.isEmpty()) {
      return null;
    }
    return chosen.computeIfAbsent(need, this::choose);
  }

  private Edge choose(Need need) {
    if (need.unseenHolds() > need.blockers.size()) {
      return null; // most of the holders are not known: naming one of the others would mislead
    }
    List<Edge> candidates = new ArrayList<>(need.blockers);
    if (candidates.size() > 1) {
      List<Edge> elsewhere =
          candidates.stream().filter(edge -> !need.equals(needOf(edge))).toList();
      if (!elsewhere.isEmpty()) {
        candidates = elsewhere; // who waits here as well explains nothing
      }
    }
    Map<Object, Integer> groups = new HashMap<>();
    candidates.forEach(edge -> groups.merge(group(edge), 1, Integer::sum));
    Comparator<Edge> best = Comparator.comparingInt(this::hopeless);
    if (need.needsAll()) {
      best = best.thenComparing(edge -> needOf(edge) == null);
    }
    best =
        best.thenComparing(edge -> -groups.get(group(edge)))
            .thenComparing(edge -> needOf(edge) == null)
            .thenComparingInt(edge -> strength(edge.holding().by()))
            .thenComparingLong(this::since)
            .thenComparingLong(Edge::threadId);
    return candidates.stream().min(best).orElseThrow();
  }

  /** The better it is known that somebody holds it, the sooner the chain follows it. */
  private static int strength(SeenBy by) {
    return switch (by) {
      case SLOT, OWNER, HOOK -> 0;
      case MXBEAN, DUMP -> 1;
      case SEEN -> 2;
      case STACK, SAMPLE -> 3;
    };
  }

  private int hopeless(Edge edge) {
    ThreadSeen thread = graph.thread(edge.threadId());
    if (thread == null || thread.state() == Thread.State.TERMINATED) {
      return 0;
    }
    Cycle cycle = cycleOf.get(edge.threadId());
    return cycle != null && !cycle.timed() ? 0 : 1;
  }

  private Object group(Edge edge) {
    Need need = needOf(edge);
    return need == null ? "runs" : need;
  }

  private Need needOf(Edge edge) {
    Edge wait = mainWaits.get(edge.threadId());
    return wait == null || !graph.active(wait) ? null : needs.of(wait);
  }

  private long since(Edge edge) {
    Edge wait = mainWaits.get(edge.threadId());
    if (wait != null && graph.active(wait)) {
      return wait.waiting().sinceNanos();
    }
    long since = edge.holding().sinceNanos();
    return since == Holding.UNKNOWN_SINCE ? Long.MAX_VALUE : since;
  }
}
