package io.duality.engine.weave;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The application's own synchronizers, learned from the class files that extend one. Known by name
 * alone, whatever loader: whether a value is one is asked again when it is there.
 */
final class OwnTypes {
  /** Beyond it, classes whose names do not tell are named by their class only. */
  private static final int LIMIT = 1 << 12;

  private static final int MARKS = 1 << 12;

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /** Where no mark is, no name is: asked for every constant of every class. */
  private final boolean[] marks = new boolean[MARKS];

  /** The last letters of all names that are looked for, own and others, and of descriptors. */
  private final boolean[] ends = new boolean[128];

  private volatile boolean full;

  OwnTypes() {
    ends[';'] = true;
    for (String name : FieldTypes.createdOrExtended()) {
      ends[name.charAt(name.length() - 1) & 0x7f] = true;
    }
    for (String ending : FieldTypes.endings()) {
      ends[ending.charAt(ending.length() - 1)] = true;
    }
    ends['s'] = true; // java.util.concurrent.Executors
  }

  /** By letter, modulo 128; where it is false, no name ends so. */
  boolean[] ends() {
    return ends;
  }

  void learn(String internalName) {
    if (names.size() >= LIMIT) {
      full = true;
      return;
    }
    if (names.add(internalName)) {
      int length = internalName.length();
      ends[internalName.charAt(length - 1) & 0x7f] = true;
      marks[
              mark(
                  length,
                  internalName.charAt(length - 1),
                  internalName.charAt(length / 2),
                  internalName.charAt(0))] =
          true;
    }
  }

  boolean contains(String internalName) {
    return names.contains(internalName);
  }

  boolean isFull() {
    return full;
  }

  /** False when this is certainly no name that was learned. */
  boolean mayContain(byte[] file, int from, int length) {
    return length > 0
        && marks[mark(length, file[from + length - 1], file[from + length / 2], file[from])];
  }

  private static int mark(int length, int last, int middle, int first) {
    return (length * 31 + (last & 0x7f) * 7 + (middle & 0x7f) * 131 + (first & 0x7f)) & (MARKS - 1);
  }
}
