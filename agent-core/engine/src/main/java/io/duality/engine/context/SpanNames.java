package io.duality.engine.context;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The names of spans by number, so that a table of spans needs no reference to each name. Small and
 * of fixed size: applications have few names; one that has many loses those it used least lately.
 */
final class SpanNames {
  /** How many bits a number has. */
  static final int BITS = 20;

  private static final int MAX_NAME = 200;
  private static final int INDEX_BITS = 12;
  private static final int GROUP = 4;
  private static final int CHECK = (1 << (BITS - INDEX_BITS)) - 1;

  private final AtomicReferenceArray<String> names = new AtomicReferenceArray<>(1 << INDEX_BITS);

  /** The tick at which a span of the name in that place was last begun. */
  private final AtomicLongArray begun = new AtomicLongArray(1 << INDEX_BITS);

  /** The number of a name: where it is kept, and what tells it from a later one in that place. */
  int numberOf(String name) {
    String kept = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    int hash = kept.hashCode();
    int spread = hash * 0x9E3779B9;
    int home = (spread >>> (32 - INDEX_BITS)) & -GROUP;
    for (int i = home; i < home + GROUP; i++) {
      String there = names.getAcquire(i);
      if (there == null) {
        names.setRelease(i, kept);
        return number(i, hash);
      }
      if (there.equals(kept)) {
        return number(i, hash);
      }
    }
    int replaced = home + (spread & (GROUP - 1));
    names.setRelease(replaced, kept);
    return number(replaced, hash);
  }

  /** A span of the name with this number was begun. */
  void begun(int number, long tick) {
    begun.setOpaque(number & ((1 << INDEX_BITS) - 1), tick);
  }

  /** Every name that is remembered, with the tick at which a span of it was last begun. */
  Map<String, Long> lastBegun() {
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < 1 << INDEX_BITS; i++) {
      String name = names.getAcquire(i);
      if (name != null) {
        last.put(name, begun.getOpaque(i));
      }
    }
    return last;
  }

  /** The name with this number, or null when another one has taken its place. */
  String name(int number) {
    String there = names.getAcquire(number & ((1 << INDEX_BITS) - 1));
    return there != null && (there.hashCode() & CHECK) == number >>> INDEX_BITS ? there : null;
  }

  private static int number(int index, int hash) {
    return index | (hash & CHECK) << INDEX_BITS;
  }
}
