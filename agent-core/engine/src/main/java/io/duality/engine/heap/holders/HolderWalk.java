package io.duality.engine.heap.holders;

import io.duality.boot.Peek;
import io.duality.engine.heap.holders.Kinds.Kind;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * Goes from roots through the fields of the application's objects and the JDK's collections,
 * breadth first, reading fields and calling nothing. Objects that are reached in the same way are
 * one; of many elements some are read, and stand for the others.
 */
final class HolderWalk {
  /** Elements of a collection whose classes are looked at. */
  private static final int ELEMENTS = 1_024;

  /** Elements of one class that are read further. */
  private static final int READ = 16;

  /** The same where they have elements themselves. */
  private static final int READ_COLLECTIONS = 256;

  /** What is in collections with more comes after everything else. */
  private static final int FEW = 128;

  /** Objects that are read of those reached in the same way. */
  static final int MOST_LOOKED = 20_000;

  private static final int MOST_PATHS = 10_000;
  private static final int MOST_INNER = 8;

  private final Kinds kinds;
  private final Budget budget;
  private final Visited visited = new Visited();
  private final Frontier near = new Frontier();
  private final Frontier far = new Frontier();
  private final PathNode root = new PathNode(null, "", false);
  private final Taken taken = new Taken();
  private int paths;

  HolderWalk(Kinds kinds, Budget budget) {
    this.kinds = kinds;
    this.budget = budget;
  }

  /** Begins at an object. */
  void from(Object object, String name) {
    PathNode path = root.child(name, false, this::room);
    if (path != null) {
      offer(object, path, 1, near);
    }
  }

  private boolean room() {
    return paths < MOST_PATHS && paths++ >= 0;
  }

  /** Goes until everything is read or the budget is used up. */
  PathNode run() {
    while (budget.take(1)) {
      Frontier next = near.isEmpty() ? far : near;
      Object object = next.poll();
      if (object == null) {
        break;
      }
      PathNode path = next.path;
      if (path.looked < MOST_LOOKED) {
        path.looked++;
        path.objects += next.weight;
        read(object, path, next.weight);
      }
    }
    return root;
  }

  private void offer(Object object, PathNode path, double weight, Frontier where) {
    Kind kind = kinds.of(object.getClass());
    if (!kind.leaf() && visited.add(object)) {
      where.add(object, path, weight);
    }
  }

  private void read(Object object, PathNode path, double weight) {
    Kind kind = kinds.of(object.getClass());
    fields(object, kind, path, weight);
    if (kind.array()) {
      collection(object, null, kind.type(), path, weight);
      return;
    }
    Object each = object;
    Shape shape = kind.shape();
    for (int i = 0; i < MOST_INNER && shape != null; i++) {
      Object inner = shape.inner(each);
      if (inner == null) {
        collection(each, shape, kind.type(), path, weight);
        return;
      }
      if (!visited.add(inner)) {
        return;
      }
      each = inner;
      Kind behind = kinds.of(inner.getClass());
      fields(inner, behind, path, weight);
      if (behind.array()) {
        collection(inner, null, kind.type(), path, weight);
      }
      shape = behind.shape();
    }
  }

  private void fields(Object object, Kind kind, PathNode path, double weight) {
    long[] at = kind.layout().at();
    for (int i = 0; i < at.length; i++) {
      Object value = Peek.reference(object, at[i]);
      if (value != null) {
        PathNode way = path.child(kind.layout().names()[i], false, this::room);
        if (way != null) {
          Kind its = kinds.of(value.getClass());
          if (its.shape() == null && !its.array()) {
            way.keeps(its.name());
          }
          offer(value, way, weight, near);
        }
      }
    }
  }

  private void collection(Object object, Shape shape, String type, PathNode path, double weight) {
    taken.begin();
    long entries;
    if (shape == null) {
      Object[] all = (Object[]) object;
      Shape.each(all, taken);
      entries = array(all.length);
    } else {
      shape.elements(object, taken);
      entries = shape.entries(object);
    }
    if (entries >= 0) {
      path.holders += weight;
      path.entries += weight * entries;
      path.estimated |= weight > 1;
      path.type = type;
    }
    double scale = taken.entries == 0 ? 1 : Math.max(1, (double) entries / taken.entries);
    Frontier where = entries > FEW ? far : near;
    descend(path, weight * scale, where);
    taken.end();
    if (taken.count > 0) {
      budget.take(taken.count / 8);
    }
  }

  /** An array has empty places: as many of the rest are taken as of what was looked at. */
  private long array(int length) {
    return taken.full() ? length : taken.entries;
  }

  private void descend(PathNode path, double weight, Frontier where) {
    for (int i = 0; i < taken.count; i++) {
      Object element = taken.elements[i];
      Kind kind = kinds.of(element.getClass());
      taken.count(kind);
      path.keeps(kind.name());
    }
    for (int i = 0; i < taken.count; i++) {
      Object element = taken.elements[i];
      Kind kind = kinds.of(element.getClass());
      int most = kind.collects() ? READ_COLLECTIONS : READ;
      int of = taken.next(kind, most);
      if (of > 0 && !kind.leaf()) {
        PathNode way = path.child(kind.step(), true, this::room);
        if (way != null) {
          way.keeps(kind.name());
          offer(element, way, weight * Math.max(1, (double) of / most), where);
        }
      }
    }
  }

  /** The elements of one collection, for a moment. */
  private static final class Taken implements Shape.Sink {
    private final Object[] elements = new Object[ELEMENTS];
    private final IdentityHashMap<Kind, int[]> counts = new IdentityHashMap<>();
    private int count;
    private int entries;

    private void begin() {
      count = 0;
      entries = 0;
      counts.clear();
    }

    private boolean full() {
      return count + 2 > ELEMENTS;
    }

    @Override
    public boolean entry(Object key, Object value) {
      if (full()) {
        return false;
      }
      entries++;
      if (key != null) {
        elements[count++] = key;
      }
      if (value != null) {
        elements[count++] = value;
      }
      return true;
    }

    private void count(Kind kind) {
      counts.computeIfAbsent(kind, key -> new int[2])[0]++;
    }

    /** How many of its kind there are, while one more is to be read; else 0. */
    private int next(Kind kind, int most) {
      int[] seen = counts.get(kind);
      return seen[1]++ < most ? seen[0] : 0;
    }

    private void end() {
      Arrays.fill(elements, 0, count, null);
    }
  }
}
