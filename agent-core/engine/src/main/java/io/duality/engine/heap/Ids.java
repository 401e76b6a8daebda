package io.duality.engine.heap;

import java.util.Arrays;

/** Ids of a heap dump, each with a number; without a box for each. */
final class Ids {
  static final int ABSENT = -1;

  private long[] keys = new long[1 << 10];
  private int[] values = new int[1 << 10];
  private int size;

  Ids() {
    Arrays.fill(values, ABSENT);
  }

  /**
   * Takes an id, in place of an earlier one.
   *
   * @param value not negative
   */
  void put(long id, int value) {
    if (size * 2L > keys.length) {
      grow();
    }
    int at = find(id);
    if (values[at] == ABSENT) {
      size++;
    }
    keys[at] = id;
    values[at] = value;
  }

  /** Its number, or {@link #ABSENT}. */
  int get(long id) {
    return values[find(id)];
  }

  boolean has(long id) {
    return get(id) != ABSENT;
  }

  private int find(long id) {
    long mixed = id * 0x9E37_79B9_7F4A_7C15L;
    int at = (int) (mixed >>> 33) & (keys.length - 1);
    while (values[at] != ABSENT && keys[at] != id) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
