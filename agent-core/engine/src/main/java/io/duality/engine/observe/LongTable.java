package io.duality.engine.observe;

import java.util.Arrays;

/**
 * Thread ids to instants, without boxing; grows, never shrinks. Not safe for use by two threads.
 */
final class LongTable {
  /** What {@link #get} answers for an absent key. */
  static final long NONE = Long.MIN_VALUE;

  private long[] keys = new long[64];
  private long[] values = new long[64];
  private int size;

  /** Keys must not be 0; no thread has that id. */
  void put(long key, long value) {
    if (size * 2 >= keys.length) {
      grow();
    }
    int at = place(key);
    if (keys[at] == 0) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
  }

  long get(long key) {
    int at = place(key);
    return keys[at] == key ? values[at] : NONE;
  }

  int size() {
    return size;
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(keys, 0);
      size = 0;
    }
  }

  private int place(long key) {
    int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & (keys.length - 1);
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldValues[i]);
      }
    }
  }
}
