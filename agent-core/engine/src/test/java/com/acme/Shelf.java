package com.acme;

import java.util.HashMap;
import java.util.Map;

/** A class with a field whose type nobody has loaded yet. */
public final class Shelf {
  static final Map<Object, Object> ENTRIES = new HashMap<>();
  static Unused unused;

  static {
    fill(100);
  }

  private Shelf() {}

  /** What nobody has used. */
  static final class Unused {}

  /** Fills it; to be called by name, since each loader has a shelf of its own. */
  public static boolean fill(int entries) {
    for (int i = 0; i < entries; i++) {
      ENTRIES.put(i, new Object[] {i});
    }
    return unused == null;
  }
}
