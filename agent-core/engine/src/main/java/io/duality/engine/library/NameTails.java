package io.duality.engine.library;

import java.util.HashMap;
import java.util.Map;

/**
 * Classes by how their names end, so that relocated copies are found: {@code
 * shaded/io/netty/util/Foo} and {@code shaded/netty/util/Foo} are both {@code io/netty/util/Foo}.
 * Asked for every class that is loaded: most are told apart by their last letters.
 *
 * @param <T> what is known of a class
 */
final class NameTails<T> {
  private static final int LETTERS = 7;
  private static final int BITS = 1 << 12;

  private final long[] tails = new long[BITS / Long.SIZE];
  private final Map<String, T> byTail = new HashMap<>();

  /** Adds a class by its internal name. */
  void put(String internalName, T value) {
    int hash = hash(internalName);
    tails[hash >>> 6] |= 1L << hash;
    byTail.put(tail(internalName), value);
  }

  /** What is known of the class with this internal name, relocated or not; or null. */
  T get(String internalName) {
    if (internalName.length() < LETTERS) {
      return null;
    }
    int hash = hash(internalName);
    return (tails[hash >>> 6] & (1L << hash)) == 0 ? null : find(internalName);
  }

  private T find(String name) {
    for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      T found = byTail.get(name.substring(at));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * Whether a descriptor is the expected one, of the original or of a relocated class.
   *
   * @param expected before relocation
   */
  static boolean sameType(String expected, String actual) {
    if (expected.equals(actual)) {
      return true;
    }
    int array = expected.lastIndexOf('[') + 1;
    return array < expected.length()
        && expected.charAt(array) == 'L'
        && !expected.startsWith("Ljava/", array) // nobody relocates the JDK
        && actual.startsWith(expected.substring(0, array + 1))
        && actual.endsWith(tail(expected));
  }

  /** What relocation leaves as it is: all behind the first part of the name. */
  private static String tail(String internalName) {
    int first = internalName.indexOf('/');
    return first < 0 ? internalName : internalName.substring(first);
  }

  private static int hash(String name) {
    int hash = 0;
    for (int i = name.length() - LETTERS; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return (hash ^ (hash >>> 12)) & (BITS - 1);
  }
}
