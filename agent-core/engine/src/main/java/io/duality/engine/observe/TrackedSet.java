package io.duality.engine.observe;

import java.util.Arrays;

/**
 * Pools and queues by identity, held weakly; neither search nor iteration allocates. Beyond {@link
 * #MOST} further ones are not taken. Not safe for use by two threads.
 */
final class TrackedSet {
  static final int MOST = 1 << 13;

  private Tracked[] table = new Tracked[64];
  private Tracked[] all = new Tracked[32];
  private int size;

  /** The one of this object, added when it is new; null when there are too many. */
  Tracked of(Object object) {
    int hash = System.identityHashCode(object);
    for (int at = place(hash); ; at = (at + 1) & (table.length - 1)) {
      Tracked known = table[at];
      if (known == null) {
        return size >= MOST ? null : add(new Tracked(object));
      }
      if (known.hash == hash && known.refersTo(object)) {
        return known;
      }
    }
  }

  private Tracked add(Tracked added) {
    if (size == all.length) {
      all = Arrays.copyOf(all, size * 2);
    }
    all[size++] = added;
    if (size * 2 > table.length) {
      rebuild(table.length * 2);
    } else {
      insert(added);
    }
    return added;
  }

  int size() {
    return size;
  }

  Tracked get(int index) {
    return all[index];
  }

  /** Forgets the objects that are gone. */
  void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!all[i].refersTo(null)) {
        all[kept++] = all[i];
      }
    }
    if (kept < size) {
      Arrays.fill(all, kept, size, null);
      size = kept;
      rebuild(table.length);
    }
  }

  private void rebuild(int length) {
    table = new Tracked[length];
    for (int i = 0; i < size; i++) {
      insert(all[i]);
    }
  }

  private void insert(Tracked added) {
    int at = place(added.hash);
    while (table[at] != null) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = added;
  }

  private int place(int hash) {
    return (hash ^ (hash >>> 12)) & (table.length - 1);
  }
}
