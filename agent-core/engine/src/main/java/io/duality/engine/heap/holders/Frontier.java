package io.duality.engine.heap.holders;

/** Objects to read next, first in, first out. In pieces, so that no array of it is humongous. */
final class Frontier {
  private static final int PIECE = 1_024;

  private static final class Piece {
    private final Object[] objects = new Object[PIECE];
    private final PathNode[] paths = new PathNode[PIECE];
    private final double[] weights = new double[PIECE];
    private Piece next;
  }

  private Piece first = new Piece();
  private Piece last = first;
  private int from;
  private int to;

  /** The path of what {@link #poll} returned last. */
  PathNode path;

  /** For how many objects it stands. */
  double weight;

  void add(Object object, PathNode way, double standsFor) {
    if (to == PIECE) {
      last.next = new Piece();
      last = last.next;
      to = 0;
    }
    last.objects[to] = object;
    last.paths[to] = way;
    last.weights[to++] = standsFor;
  }

  boolean isEmpty() {
    return first == last && from == to;
  }

  /** The next one, or null. */
  Object poll() {
    if (isEmpty()) {
      return null;
    }
    if (from == PIECE) {
      first = first.next;
      from = 0;
    }
    Object object = first.objects[from];
    first.objects[from] = null;
    path = first.paths[from];
    weight = first.weights[from++];
    return object;
  }
}
