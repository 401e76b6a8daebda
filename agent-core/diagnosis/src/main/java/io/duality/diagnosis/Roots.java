package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows every active wait to where it ends, each resource and thread once. */
final class Roots {
  private final WaitForGraph graph;
  private final Needs needs;
  private final Map<Long, Cycle> cycleOf = new HashMap<>();
  private final Map<Long, Edge> mainWaits = new HashMap<>();
  private final Followed followed;
  private final Map<Need, RootEnd> ends = new HashMap<>();
  private final List<Root> roots = new ArrayList<>();
  private final Map<Long, RootEnd> threadEnds = new HashMap<>();
  private final Map<Long, Root> rootOf = new HashMap<>();
  private final List<Chain> chains = new ArrayList<>();
  private final IdentityHashMap<Root, List<Chain>> chainsTo = new IdentityHashMap<>();

  Roots(WaitForGraph graph, Needs needs, List<Cycle> cycles) {
    this.graph = graph;
    this.needs = needs;
    for (Cycle cycle : cycles) {
      cycle.threads().forEach(id -> cycleOf.putIfAbsent(id, cycle));
    }
    for (Edge edge : graph.edges()) {
      if (edge.waiting() != null) {
        mainWaits.merge(edge.threadId(), edge, this::better);
      }
    }
    followed = new Followed(graph, needs, cycleOf, mainWaits);
    Map<RootEnd, List<Edge>> waitsAt = new LinkedHashMap<>();
    for (Edge edge : graph.activeWaits()) {
      if (mainWaits.get(edge.threadId()).equals(edge)) {
        waitsAt.computeIfAbsent(endOf(edge), end -> new ArrayList<>()).add(edge);
      }
    }
    waitsAt.forEach(this::root);
    roots.sort(
        Comparator.<Root, Boolean>comparing(r -> r.cycle() == null || r.cycle().timed())
            .thenComparing(r -> -weight(r))
            .thenComparing(r -> -r.activitiesBehind().values().stream().mapToInt(n -> n).sum())
            .thenComparing(Root::sinceNanos));
    IdentityHashMap<Root, Integer> order = new IdentityHashMap<>();
    roots.forEach(root -> order.put(root, order.size()));
    chains.sort(
        Comparator.<Chain>comparingInt(c -> order.get(c.root()))
            .thenComparing(c -> -c.levels().size())
            .thenComparing(c -> -c.levels().get(0).width())
            .thenComparing(c -> c.levels().get(0).followed().number()));
  }

  private static int weight(Root root) {
    return root.threadsBehind() + (root.cycle() == null ? 0 : root.cycle().threads().size());
  }

  List<Root> roots() {
    return List.copyOf(roots);
  }

  List<Chain> chains() {
    return List.copyOf(chains);
  }

  List<Chain> chainsTo(Root root) {
    return chainsTo.getOrDefault(root, List.of());
  }

  Root rootOf(long threadId) {
    return rootOf.get(threadId);
  }

  Edge mainWait(long threadId) {
    return mainWaits.get(threadId);
  }

  Edge followed(Need need) {
    return followed.blocker(need);
  }

  /** Of two nested waits the one that explains more; edges come outermost first. */
  private Edge better(Edge outer, Edge inner) {
    return rank(inner) > rank(outer) ? inner : outer;
  }

  private int rank(Edge wait) {
    if (!graph.active(wait)) {
      return 0;
    }
    Cycle cycle = cycleOf.get(wait.threadId());
    if (cycle != null && cycle.edges().contains(wait)) {
      return 3;
    }
    return needs.of(wait).blockers.isEmpty() ? 1 : 2;
  }

  /** Where a wait ends; remembered for every need on the way, so that the sum is linear. */
  private RootEnd endOf(Edge wait) {
    List<Need> path = new ArrayList<>();
    Set<Need> onPath = new HashSet<>();
    Need need = needs.of(wait);
    RootEnd end = cycleEnd(wait.threadId());
    while (end == null) {
      end = ends.get(need);
      if (end != null) {
        break;
      }
      if (!onPath.add(need)) {
        end = RootEnd.unknownHolder(need); // leads back to itself, but somebody can still move
        break;
      }
      path.add(need);
      Edge next = followed.blocker(need);
      if (next == null) {
        end =
            RootEnd.bare(need)
                ? atThread(need.waits.get(0).threadId(), need, need.waits.get(0))
                : RootEnd.atResource(need);
      } else {
        long id = next.threadId();
        Edge further = mainWaits.get(id);
        end = cycleEnd(id);
        if (end == null && (further == null || !graph.active(further))) {
          end = atThread(id, need, null);
        } else if (end == null && RootEnd.bare(needs.of(further))) {
          end = atThread(id, need, further);
        } else if (end == null) {
          need = needs.of(further);
        }
      }
    }
    for (Need passed : path) {
      ends.put(passed, end);
    }
    return end;
  }

  private RootEnd atThread(long id, Need here, Edge wait) {
    RootEnd known = threadEnds.get(id);
    if (known == null) {
      List<Need> led = new ArrayList<>();
      for (Need need : needs.delayedBy(id)) {
        Edge blocker = followed.blocker(need);
        if (blocker != null && blocker.threadId() == id) {
          led.add(need);
        }
      }
      known = RootEnd.atThread(graph, id, here, led, wait);
      threadEnds.put(id, known);
    }
    return known;
  }

  private RootEnd cycleEnd(long threadId) {
    Cycle cycle = cycleOf.get(threadId);
    return cycle == null ? null : RootEnd.cycle(cycle);
  }

  private void root(RootEnd end, List<Edge> waits) {
    Long thread = end.threadId();
    if (thread == null && end.cycle() == null && waits.size() > 1) {
      List<Edge> direct =
          waits.stream().filter(e -> e.resourceKey().equals(end.resourceKey())).toList();
      if (direct.size() == 1) {
        thread = direct.get(0).threadId(); // the holder that itself waits for peer or event
      }
    }
    Set<Long> behind = new LinkedHashSet<>();
    for (Edge wait : waits) {
      boolean member = end.cycle() != null && end.cycle().threads().contains(wait.threadId());
      if (!member && (thread == null || wait.threadId() != thread)) {
        behind.add(wait.threadId());
      }
    }
    Root root =
        new Root(
            end.kind(),
            thread,
            end.resourceKey(),
            end.cycle(),
            Why.of(graph, end, thread, behind.size()),
            List.copyOf(behind),
            activities(graph, behind),
            oldest(waits, behind));
    roots.add(root);
    waits.forEach(wait -> rootOf.put(wait.threadId(), root));
    if (thread != null) {
      rootOf.put(thread, root);
    }
    List<Edge> behindIt = waits.stream().filter(e -> behind.contains(e.threadId())).toList();
    boolean holds = root.atThread() && !behindIt.isEmpty();
    List<Chain> ways =
        new ChainBuilder(graph, needs, followed, mainWaits).of(root, holds ? behindIt : waits);
    chains.addAll(ways);
    chainsTo.put(root, ways);
  }

  private static long oldest(List<Edge> waits, Set<Long> behind) {
    return waits.stream()
        .filter(wait -> behind.isEmpty() || behind.contains(wait.threadId()))
        .findFirst()
        .orElse(waits.get(0))
        .waiting()
        .sinceNanos();
  }

  /** How many of these threads work for which span name, the largest first. */
  static Map<String, Integer> activities(WaitForGraph graph, Collection<Long> behind) {
    Map<String, Integer> counts = new HashMap<>();
    for (long id : behind) {
      ThreadSeen thread = graph.thread(id);
      TraceRef trace = thread == null ? null : thread.trace();
      if (trace != null) {
        counts.merge(trace.spanName() == null ? UNNAMED_SPAN : trace.spanName(), 1, Integer::sum);
      }
    }
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Stands for the name of a span whose start no hook saw. */
  static final String UNNAMED_SPAN = "(span name not seen)";
}
