package io.duality.engine.heap.holders;

import io.duality.boot.Peek;

/**
 * Objects that were met, by identity. In pieces, so that no array of it is humongous. An object
 * whose lock is held gets no hash of ours, since that would inflate the lock: it is in a short
 * list.
 */
final class Visited {
  private static final int PIECES = 64;
  private static final int FIRST = 64;
  private static final int MOST_LOCKED = 256;

  private final Object[][] pieces = new Object[PIECES][];
  private final int[] sizes = new int[PIECES];
  private final Object[] locked = new Object[MOST_LOCKED];
  private int lockedSize;

  /** Whether it is new; also false where a locked one finds no room. */
  boolean add(Object object) {
    if (Peek.hashDisturbs(object)) {
      return addLocked(object);
    }
    int hash = System.identityHashCode(object) * 0x9E3779B9;
    int piece = hash >>> 26;
    if (pieces[piece] == null) {
      pieces[piece] = new Object[FIRST];
    } else if (2 * sizes[piece] >= pieces[piece].length) {
      grow(piece);
    }
    if (put(pieces[piece], hash, object) && !isLocked(object)) {
      sizes[piece]++;
      return true;
    }
    return false;
  }

  private static boolean put(Object[] table, int hash, Object object) {
    int at = hash & (table.length - 1);
    while (table[at] != null) {
      if (table[at] == object) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = object;
    return true;
  }

  private void grow(int piece) {
    Object[] old = pieces[piece];
    Object[] larger = new Object[2 * old.length];
    for (Object each : old) {
      if (each != null) {
        put(larger, System.identityHashCode(each) * 0x9E3779B9, each);
      }
    }
    pieces[piece] = larger;
  }

  private boolean isLocked(Object object) {
    for (int i = 0; i < lockedSize; i++) {
      if (locked[i] == object) {
        return true;
      }
    }
    return false;
  }

  /** What was unlocked before and is locked now is met twice: that costs a little, and counts. */
  private boolean addLocked(Object object) {
    if (lockedSize == MOST_LOCKED || isLocked(object)) {
      return false;
    }
    locked[lockedSize++] = object;
    return true;
  }
}
