package io.duality.engine.blackbox;

import java.util.Arrays;

/**
 * Where in a list something stands, by its hash: without a search of the whole list, and without
 * garbage, as the arrays are used again and again.
 */
final class Places {
  /** No place, or none any more. */
  static final int NONE = -1;

  private int[] heads = new int[1 << 8];
  private int[] nexts = new int[1 << 8];

  /** Forgets all, and makes room for a list of so many. */
  void begin(int count) {
    if (count > nexts.length) {
      int size = Integer.highestOneBit(count - 1) << 1;
      heads = new int[size];
      nexts = new int[size];
    }
    Arrays.fill(heads, NONE);
  }

  /** Notes a place; of those with one hash, the one that was noted last is found first. */
  void put(int hash, int place) {
    int head = head(hash);
    nexts[place] = heads[head];
    heads[head] = place;
  }

  /** The first place that may be meant, or {@link #NONE}. */
  int first(int hash) {
    return heads[head(hash)];
  }

  /** The next place that may be meant, or {@link #NONE}. */
  int next(int place) {
    return nexts[place];
  }

  private int head(int hash) {
    int mixed = hash * 0x9e3779b9;
    return (mixed ^ (mixed >>> 16)) & (heads.length - 1);
  }
}
