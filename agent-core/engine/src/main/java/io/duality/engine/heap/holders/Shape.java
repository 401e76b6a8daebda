package io.duality.engine.heap.holders;

import io.duality.boot.Peek;
import java.util.function.ToLongFunction;

/**
 * How a type of the JDK keeps other objects: read from its fields, without a method of it. Its
 * owner may change it meanwhile: what comes out is a number or an element that was there a moment
 * ago, or none, and every loop has an end.
 */
abstract class Shape {
  /** Places of a table that are looked at for a sample. */
  private static final int MOST_PLACES = 65_536;

  /** Elements of one place that are looked at. */
  private static final int MOST_IN_PLACE = 64;

  /** The number of elements is not known. */
  static final long UNKNOWN = -1;

  /** Takes what is found; says whether it wants more. */
  interface Sink {
    boolean entry(Object key, Object value);
  }

  /** How many elements it has, or {@link #UNKNOWN}. */
  abstract long entries(Object object);

  /** Gives elements from the first on until enough is taken. */
  abstract void elements(Object object, Sink sink);

  /** What is kept in its place, or null: for a type that only hands over to another one. */
  Object inner(Object object) {
    return null;
  }

  /** A single object, such as the map in a set. */
  static Shape handingOver(long field) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return UNKNOWN;
      }

      @Override
      void elements(Object object, Sink sink) {
        // what it hands over to has them
      }

      @Override
      Object inner(Object object) {
        return Peek.reference(object, field);
      }
    };
  }

  /** Objects that belong to it, and are no elements. */
  static Shape parts(long... fields) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return UNKNOWN;
      }

      @Override
      void elements(Object object, Sink sink) {
        for (long field : fields) {
          Object part = Peek.reference(object, field);
          if (part != null && !sink.entry(null, part)) {
            return;
          }
        }
      }
    };
  }

  /** An array of elements, with empty places among them. */
  static Shape array(long array, ToLongFunction<Object> count) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return count.applyAsLong(object);
      }

      @Override
      void elements(Object object, Sink sink) {
        if (Peek.reference(object, array) instanceof Object[] all) {
          each(all, sink);
        }
      }
    };
  }

  /** Elements of an array. */
  static void each(Object[] all, Sink sink) {
    int most = Math.min(all.length, MOST_PLACES);
    for (int i = 0; i < most; i++) {
      Object element = all[i];
      if (element != null && !sink.entry(null, element)) {
        return;
      }
    }
  }

  /**
   * A table of chains.
   *
   * @param first of the node that stands for a tree of nodes; may be {@link Peek#NONE}
   */
  record Nodes(long next, long key, long value, long first) {}

  /** A hash table. */
  static Shape table(long table, Nodes nodes, ToLongFunction<Object> count) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return count.applyAsLong(object);
      }

      @Override
      void elements(Object object, Sink sink) {
        if (!(Peek.reference(object, table) instanceof Object[] places)) {
          return;
        }
        int most = Math.min(places.length, MOST_PLACES);
        for (int i = 0; i < most; i++) {
          if (places[i] != null && !chain(places[i], nodes, sink)) {
            return;
          }
        }
      }
    };
  }

  private static boolean chain(Object head, Nodes nodes, Sink sink) {
    Object node = head;
    if (nodes.first() != Peek.NONE && JdkShapes.isTreeBin(head)) {
      node = Peek.reference(head, nodes.first());
    }
    for (int i = 0; i < MOST_IN_PLACE && node != null; i++) {
      Object key = Peek.reference(node, nodes.key());
      Object value = Peek.reference(node, nodes.value());
      if ((key != null || value != null) && !sink.entry(key, value)) {
        return false;
      }
      node = Peek.reference(node, nodes.next());
    }
    return true;
  }

  /**
   * Nodes behind one another.
   *
   * @param count null when they have to be counted
   */
  static Shape linked(long head, Nodes nodes, ToLongFunction<Object> count) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return count != null ? count.applyAsLong(object) : counted(object);
      }

      private long counted(Object object) {
        long entries = 0;
        Object node = Peek.reference(object, head);
        for (int i = 0; i < MOST_PLACES && node != null; i++) {
          entries += Peek.reference(node, nodes.value()) == null ? 0 : 1;
          Object next = Peek.reference(node, nodes.next());
          node = next == node ? null : next; // a node that was taken out leads to itself
        }
        return entries;
      }

      @Override
      void elements(Object object, Sink sink) {
        Object node = Peek.reference(object, head);
        for (int i = 0; i < MOST_PLACES && node != null; i++) {
          Object key = Peek.reference(node, nodes.key());
          Object value = Peek.reference(node, nodes.value());
          if ((key != null || value != null) && !sink.entry(key, value)) {
            return;
          }
          Object next = Peek.reference(node, nodes.next());
          node = next == node ? null : next;
        }
      }
    };
  }

  /** Where a tree's node has what. */
  record Branches(long left, long right, long key, long value) {}

  /** A binary tree, from its root downwards. */
  static Shape tree(long root, Branches nodes, ToLongFunction<Object> count) {
    return new Shape() {
      @Override
      long entries(Object object) {
        return count.applyAsLong(object);
      }

      @Override
      void elements(Object object, Sink sink) {
        Object[] open = new Object[MOST_IN_PLACE];
        int depth = 0;
        open[depth++] = Peek.reference(object, root);
        for (int i = 0; i < MOST_PLACES && depth > 0; i++) {
          Object node = open[--depth];
          if (node == null) {
            continue;
          }
          Object value = Peek.reference(node, nodes.value());
          if (!sink.entry(Peek.reference(node, nodes.key()), value)) {
            return;
          }
          if (depth + 2 <= open.length) {
            open[depth++] = Peek.reference(node, nodes.right());
            open[depth++] = Peek.reference(node, nodes.left());
          }
        }
      }
    };
  }
}
