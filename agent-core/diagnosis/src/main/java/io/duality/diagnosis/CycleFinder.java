package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds threads that can only be freed by each other.
 *
 * <p>A lock needs all its holders to let go, a pool or a queue only one of its workers. So first
 * everything that can still move is taken away (a thread that waits for nothing, then what it can
 * free, and so on); a cycle in what is left is real. Done once more with timed waits as an opening,
 * the same says which of the cycles will end by themselves.
 */
final class CycleFinder {
  private static final int MOST = 64;

  private final WaitForGraph graph;
  private final Needs needs;
  private final Activity activity;

  CycleFinder(WaitForGraph graph, Needs needs, Activity activity) {
    this.graph = graph;
    this.needs = needs;
    this.activity = activity;
  }

  List<Cycle> find() {
    Still still = new Still(false);
    if (still.threads.isEmpty()) {
      return List.of();
    }
    List<Cycle> cycles = new ArrayList<>();
    Set<Long> forever = new HashSet<>();
    Still withoutTimeouts = new Still(true);
    for (Set<Object> component : components(withoutTimeouts)) {
      if (component.size() > 1 && cycles.size() < MOST) {
        cycles.addAll(cyclesOf(component, withoutTimeouts, false));
      }
    }
    cycles.forEach(cycle -> forever.addAll(cycle.threads()));
    for (Set<Object> component : components(still)) {
      if (component.size() > 1 && cycles.size() < MOST) {
        for (Cycle cycle : cyclesOf(component, still, true)) {
          if (cycle.shape() == Cycle.Shape.GROUP
              ? Collections.disjoint(cycle.threads(), forever)
              : !withoutTimeouts.threads.containsAll(cycle.threads())
                  || cycle.edges().stream().anyMatch(CycleFinder::timed)) {
            cycles.add(cycle);
          }
        }
      }
    }
    cycles.sort(
        Comparator.<Cycle, Boolean>comparing(Cycle::timed)
            .thenComparing(c -> -c.threads().size())
            .thenComparing(c -> c.edges().get(0).number()));
    return List.copyOf(cycles);
  }

  private static List<Set<Object>> components(Still still) {
    return new Components(node -> still.next(node).iterator(), still::target).find(still.threads);
  }

  private static boolean timed(Edge edge) {
    return edge.waiting() != null && edge.waiting().timeoutNanos() > 0;
  }

  /** What cannot move by itself: threads, and needs nobody who can move will meet. */
  private final class Still {
    final Set<Long> threads = new LinkedHashSet<>();
    final Set<Need> needsLeft = new LinkedHashSet<>();
    final Map<Long, List<Edge>> waits = new HashMap<>();

    Still(boolean timeoutsOpen) {
      Map<Long, Integer> missing = new HashMap<>();
      for (Edge edge : graph.edges()) {
        if (edge.waiting() != null
            && activity.mayCycle(edge)
            && !(timeoutsOpen && edge.waiting().timeoutNanos() > 0)) {
          missing.merge(edge.threadId(), 1, Integer::sum);
          waits.computeIfAbsent(edge.threadId(), id -> new ArrayList<>(2)).add(edge);
          needsLeft.add(needs.of(edge));
        }
      }
      Deque<Need> met = new ArrayDeque<>();
      Map<Need, Integer> blocked = new HashMap<>();
      for (Need need : List.copyOf(needsLeft)) {
        int standing = 0;
        for (Edge blocker : need.blockers) {
          standing += stands(blocker.threadId(), missing) ? 1 : 0;
        }
        blocked.put(need, standing);
        if (met(need, standing)) {
          needsLeft.remove(need);
          met.add(need);
        }
      }
      while (!met.isEmpty()) {
        Need free = met.poll();
        for (Edge wait : free.waits) {
          List<Edge> own = waits.get(wait.threadId());
          if (own == null || !own.contains(wait)) {
            continue;
          }
          if (missing.merge(wait.threadId(), -1, Integer::sum) == 0) {
            for (Need next : needs.delayedBy(wait.threadId())) {
              if (needsLeft.contains(next) && met(next, blocked.merge(next, -1, Integer::sum))) {
                needsLeft.remove(next);
                met.add(next);
              }
            }
          }
        }
      }
      missing.forEach(
          (id, left) -> {
            if (left > 0) {
              threads.add(id);
            }
          });
    }

    private boolean met(Need need, int standing) {
      return need.blockers.isEmpty()
          || need.mayHaveUnseenHolders()
          || (need.key.side() != Need.Side.CONTENT && graph.pools().mayServe(need.resource.key()))
          || (need.needsAll() ? standing == 0 : standing < need.blockers.size());
    }

    /** A thread that has ended frees nothing any more. */
    private boolean stands(long id, Map<Long, Integer> missing) {
      ThreadSeen thread = graph.thread(id);
      return missing.containsKey(id) || thread == null || thread.state() == Thread.State.TERMINATED;
    }

    /** Waits of a thread, or holdings of a need, that lead to what stands still as well. */
    List<Edge> next(Object node) {
      if (node instanceof Need need) {
        return need.blockers.stream().filter(e -> threads.contains(e.threadId())).toList();
      }
      return waits.getOrDefault((Long) node, List.of()).stream()
          .filter(e -> needsLeft.contains(needs.of(e)))
          .toList();
    }

    Object target(Edge edge) {
      return edge.waiting() != null ? needs.of(edge) : (Object) edge.threadId();
    }
  }

  private Collection<Cycle> cyclesOf(Set<Object> component, Still still, boolean timed) {
    boolean group = false;
    List<Edge> inside = new ArrayList<>();
    for (Object node : component) {
      int holders = 0;
      int selfish = 0;
      Set<Long> waiting = new HashSet<>();
      if (node instanceof Need need) {
        need.waits.forEach(wait -> waiting.add(wait.threadId()));
      }
      for (Edge edge : still.next(node)) {
        if (component.contains(still.target(edge))) {
          inside.add(edge);
          if (node instanceof Need) {
            holders++;
            selfish += waiting.contains(edge.threadId()) ? 1 : 0;
          }
        }
      }
      if (node instanceof Need need) {
        group |= selfish > 1 || (holders > 1 && !need.needsAll());
      }
    }
    inside.sort(Comparator.comparingInt(Edge::number));
    return group
        ? List.of(group(component, inside, timed))
        : rings(component, inside, still, timed);
  }

  private Cycle group(Set<Object> component, List<Edge> inside, boolean timed) {
    List<Long> threads = new ArrayList<>();
    Set<String> resources = new LinkedHashSet<>();
    for (Object node : component) {
      if (node instanceof Long id) {
        threads.add(id);
      }
    }
    threads.sort(Comparator.naturalOrder());
    inside.forEach(edge -> resources.add(edge.resourceKey()));
    return new Cycle(Cycle.Shape.GROUP, threads, List.copyOf(resources), inside, timed);
  }

  /** For each dependency that no cycle has yet, the shortest cycle through it. */
  private List<Cycle> rings(Set<Object> component, List<Edge> inside, Still still, boolean timed) {
    List<Cycle> rings = new ArrayList<>();
    Set<Edge> covered = new HashSet<>();
    for (Edge edge : inside) {
      if (edge.waiting() == null || covered.contains(edge) || rings.size() == MOST) {
        continue;
      }
      rings.add(ring(edge, component, still, timed));
      covered.addAll(rings.get(rings.size() - 1).edges());
    }
    for (Edge edge : inside) {
      if (edge.holding() != null && !covered.contains(edge) && rings.size() < MOST) {
        rings.add(ring(edge, component, still, timed));
        covered.addAll(rings.get(rings.size() - 1).edges());
      }
    }
    return rings;
  }

  private Cycle ring(Edge first, Set<Object> component, Still still, boolean timed) {
    Object goal =
        first.waiting() != null ? (Object) first.threadId() : needOf(first, component, still);
    Object start = still.target(first);
    Map<Object, Edge> cameBy = new LinkedHashMap<>();
    Map<Object, Object> cameFrom = new HashMap<>();
    Deque<Object> todo = new ArrayDeque<>(List.of(start));
    while (!todo.isEmpty() && !cameBy.containsKey(goal)) {
      Object node = todo.poll();
      for (Edge edge : still.next(node)) {
        Object target = still.target(edge);
        if (component.contains(target) && !target.equals(start) && !cameBy.containsKey(target)) {
          cameBy.put(target, edge);
          cameFrom.put(target, node);
          todo.add(target);
        }
      }
    }
    Deque<Edge> path = new ArrayDeque<>();
    for (Object node = goal; !node.equals(start); node = cameFrom.get(node)) {
      path.addFirst(cameBy.get(node));
    }
    path.addFirst(first);
    List<Edge> ordered = rotate(new ArrayList<>(path));
    List<Long> threads = new ArrayList<>();
    List<String> resources = new ArrayList<>();
    for (Edge edge : ordered) {
      if (edge.waiting() != null) {
        threads.add(edge.threadId());
        resources.add(edge.resourceKey());
      }
    }
    return new Cycle(
        threads.size() == 1 ? Cycle.Shape.SELF : Cycle.Shape.RING,
        threads,
        resources,
        ordered,
        timed);
  }

  private static Object needOf(Edge holding, Set<Object> component, Still still) {
    for (Object node : component) {
      if (node instanceof Need && still.next(node).contains(holding)) {
        return node;
      }
    }
    throw new IllegalStateException("edge " + holding.id() + " is outside its component");
  }

  /** The same cycle always begins with the same thread. */
  private static List<Edge> rotate(List<Edge> ring) {
    int first = 0;
    for (int i = 0; i < ring.size(); i++) {
      if (ring.get(first).waiting() == null
          || (ring.get(i).waiting() != null && ring.get(i).number() < ring.get(first).number())) {
        first = i;
      }
    }
    Collections.rotate(ring, -first);
    return ring;
  }
}
