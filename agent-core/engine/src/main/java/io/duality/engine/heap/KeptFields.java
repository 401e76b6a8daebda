package io.duality.engine.heap;

import java.util.List;
import java.util.Set;

/**
 * The only primitive fields that a sanitised dump keeps: how full the JDK's own collections and
 * buffers are, and which thread is which. Everything else may be data, or be guessed from, such as
 * the hash of a key.
 */
final class KeptFields {
  private static final Set<String> NAMES =
      Set.of(
          "size",
          "modCount",
          "elementCount",
          "threshold",
          "count",
          "takeIndex",
          "putIndex",
          "head",
          "tail",
          "sizeCtl",
          "baseCount",
          "capacity",
          "limit",
          "position",
          "tid",
          "threadStatus");

  private static final List<String> CLASSES =
      List.of("java/util/", "java/nio/", "java/lang/Thread");

  private KeptFields() {}

  /** Whether a text of the dump can be the name of such a field or of its class. */
  static boolean concerns(String text) {
    return NAMES.contains(text) || isClass(text);
  }

  static boolean keeps(String className, String field) {
    return className != null && field != null && isClass(className) && NAMES.contains(field);
  }

  private static boolean isClass(String name) {
    if (name.endsWith("Statistics")) {
      return false; // their count is a figure of the application's
    }
    for (String start : CLASSES) {
      if (name.startsWith(start)) {
        return true;
      }
    }
    return false;
  }
}
