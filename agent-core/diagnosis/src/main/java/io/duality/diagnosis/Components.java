package io.duality.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Strongly connected components after Tarjan, without recursion: chains may be long. */
final class Components {
  private final Function<Object, Iterator<Edge>> next;
  private final Function<Edge, Object> target;
  private final Map<Object, Integer> number = new HashMap<>();
  private final Map<Object, Integer> low = new HashMap<>();
  private final Set<Object> onStack = new HashSet<>();
  private final Deque<Object> stack = new ArrayDeque<>();
  private final List<Set<Object>> found = new ArrayList<>();

  /** A node whose edges are being followed. */
  private record Visit(Object node, Iterator<Edge> edges) {}

  /**
   * @param next the edges that leave a node
   * @param target where an edge leads
   */
  Components(Function<Object, Iterator<Edge>> next, Function<Edge, Object> target) {
    this.next = next;
    this.target = target;
  }

  /** Those that can be reached from these threads. */
  List<Set<Object>> find(Iterable<Long> threads) {
    for (Long id : threads) {
      if (!number.containsKey(id)) {
        walk(id);
      }
    }
    return found;
  }

  private void walk(Object from) {
    Deque<Visit> visits = new ArrayDeque<>();
    visits.push(enter(from));
    while (!visits.isEmpty()) {
      Visit visit = visits.peek();
      if (visit.edges().hasNext()) {
        Object reached = target.apply(visit.edges().next());
        if (!number.containsKey(reached)) {
          visits.push(enter(reached));
        } else if (onStack.contains(reached)) {
          low.merge(visit.node(), number.get(reached), Math::min);
        }
      } else {
        visits.pop();
        leave(visit.node());
        if (!visits.isEmpty()) {
          low.merge(visits.peek().node(), low.get(visit.node()), Math::min);
        }
      }
    }
  }

  private Visit enter(Object node) {
    number.put(node, number.size());
    low.put(node, number.get(node));
    stack.push(node);
    onStack.add(node);
    return new Visit(node, next.apply(node));
  }

  private void leave(Object node) {
    if (low.get(node).equals(number.get(node))) {
      Set<Object> component = new LinkedHashSet<>();
      Object member;
      do {
        member = stack.pop();
        onStack.remove(member);
        component.add(member);
      } while (!member.equals(node));
      found.add(component);
    }
  }
}
