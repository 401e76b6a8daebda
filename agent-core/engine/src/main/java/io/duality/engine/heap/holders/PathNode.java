package io.duality.engine.heap.holders;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A way from a root, without the objects on it: all objects that are reached in the same way are
 * one. A step that leads back to a step before it leads nowhere new, so chains and trees are one.
 */
final class PathNode {
  private static final int MOST_CLASSES = 12;

  final PathNode parent;
  final String step;
  final boolean element;

  private Map<String, PathNode> children;

  /** How many objects were read here. */
  int looked;

  /** Whether one object here led to others here. */
  boolean recursive;

  /** For how many objects those stand that were read. */
  double objects;

  /** Of collections and arrays: how many there are, and what they have together. */
  double holders;

  double entries;
  boolean estimated;
  String type;

  /** The names of classes of what is kept here, and how many were seen. */
  Map<String, Long> classes = Map.of();

  PathNode(PathNode parent, String step, boolean element) {
    this.parent = parent;
    this.step = step;
    this.element = element;
  }

  /** The way on; null when there is no room for one more. */
  PathNode child(String next, boolean isElement, Room room) {
    for (PathNode each = this; each != null; each = each.parent) {
      if (each.parent != null && each.step.equals(next)) {
        each.recursive = true;
        return each;
      }
    }
    if (children == null) {
      children = new HashMap<>(2);
    }
    PathNode child = children.get(next);
    if (child == null && room.take()) {
      child = new PathNode(this, next, isElement);
      children.put(next, child);
    }
    return child;
  }

  /** How many ways are remembered. */
  interface Room {
    boolean take();
  }

  /** That something of a class is kept here. */
  void keeps(String className) {
    if (classes.isEmpty()) {
      classes = new TreeMap<>();
    }
    if (classes.size() < MOST_CLASSES || classes.containsKey(className)) {
      classes.merge(className, 1L, Long::sum);
    }
  }

  /** From the root on, without the steps into elements that a field of theirs follows. */
  List<String> path() {
    Deque<String> steps = new ArrayDeque<>();
    boolean last = true;
    for (PathNode each = this; each.parent != null; each = each.parent) {
      if (last || !each.element) {
        steps.addFirst(each.step);
      }
      last = false;
    }
    return new ArrayList<>(steps);
  }

  /** Adds the names of classes that are kept some steps further on. */
  void below(int steps, Set<String> into, int most) {
    if (children == null || steps == 0) {
      return;
    }
    for (PathNode each : children.values()) {
      for (String name : each.classes.keySet()) {
        if (into.size() < most) {
          into.add(name);
        }
      }
      each.below(steps - 1, into, most);
    }
  }

  /** All ways below, and this one. */
  List<PathNode> all() {
    List<PathNode> all = new ArrayList<>();
    all.add(this);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).children != null) {
        all.addAll(all.get(i).children.values());
      }
    }
    return all;
  }
}
