package io.duality.engine.blackbox;

import java.util.Arrays;

/** Which names and ids a state has already; a table of fixed size that makes no garbage. */
final class Known {
  private static final int SIZE = 1 << 13;
  private static final int MOST = SIZE / 2;

  private final Object[] names = new Object[SIZE];
  private final long[] ids = new long[SIZE];
  private final boolean[] used = new boolean[SIZE];
  private int idCount;
  private int nameCount;

  void clear() {
    Arrays.fill(names, null);
    Arrays.fill(used, false);
    idCount = 0;
    nameCount = 0;
  }

  boolean has(String name) {
    return name.equals(names[place(name)]);
  }

  /** Whether there was room to note it. */
  boolean note(String name) {
    int place = place(name);
    if (names[place] == null) {
      if (nameCount >= MOST) {
        return false;
      }
      nameCount++;
      names[place] = name;
    }
    return true;
  }

  boolean has(long id) {
    return used[place(id)];
  }

  boolean note(long id) {
    int place = place(id);
    if (!used[place]) {
      if (idCount >= MOST) {
        return false;
      }
      idCount++;
      used[place] = true;
      ids[place] = id;
    }
    return true;
  }

  private int place(String name) {
    int place = spread(name.hashCode());
    while (names[place] != null && !name.equals(names[place])) {
      place = (place + 1) & (SIZE - 1);
    }
    return place;
  }

  private int place(long id) {
    int place = spread(Long.hashCode(id));
    while (used[place] && ids[place] != id) {
      place = (place + 1) & (SIZE - 1);
    }
    return place;
  }

  private static int spread(int hash) {
    return ((hash ^ (hash >>> 16)) * 0x9e3779b9) >>> 19;
  }
}
