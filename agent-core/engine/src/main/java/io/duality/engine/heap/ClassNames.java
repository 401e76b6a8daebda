package io.duality.engine.heap;

import io.duality.engine.heap.holders.OwnNames;

/** Names of classes as Java writes them, from the ways in which a JVM does. */
final class ClassNames {
  private ClassNames() {}

  /** {@code byte[]} for {@code [B}; hidden classes lose what tells two of one origin apart. */
  static String plain(String jvmName) {
    int dimensions = 0;
    while (dimensions < jvmName.length() && jvmName.charAt(dimensions) == '[') {
      dimensions++;
    }
    String element = jvmName.substring(dimensions);
    if (dimensions > 0) {
      element = element(element);
    }
    element = element.replace('/', '.');
    return withoutAddress(element) + "[]".repeat(dimensions);
  }

  private static String element(String descriptor) {
    return switch (descriptor) {
      case "B" -> "byte";
      case "C" -> "char";
      case "D" -> "double";
      case "F" -> "float";
      case "I" -> "int";
      case "J" -> "long";
      case "S" -> "short";
      case "Z" -> "boolean";
      default ->
          descriptor.startsWith("L") && descriptor.endsWith(";")
              ? descriptor.substring(1, descriptor.length() - 1)
              : descriptor;
    };
  }

  /** {@code Foo$$Lambda} for {@code Foo$$Lambda$14.0x0000000800c03000} and its kin. */
  private static String withoutAddress(String name) {
    int address = name.indexOf(".0x");
    if (address < 0) {
      address = name.indexOf("+0x");
    }
    String kept = address < 0 ? name : name.substring(0, address);
    int lambda = kept.indexOf("$$Lambda$");
    return lambda < 0 ? kept : kept.substring(0, lambda + "$$Lambda".length());
  }

  /** Whether a class belongs to the JDK, to a tracing library or to this agent. */
  static boolean foreign(String name) {
    String element = name.endsWith("[]") ? name.substring(0, name.indexOf('[')) : name;
    return isPrimitive(element)
        || element.startsWith("java.")
        || element.startsWith("javax.")
        || element.startsWith("jdk.")
        || element.startsWith("sun.")
        || element.startsWith("com.sun.")
        || element.startsWith("io.opentelemetry.")
        || OwnNames.has(element);
  }

  private static boolean isPrimitive(String name) {
    return switch (name) {
      case "byte", "char", "double", "float", "int", "long", "short", "boolean" -> true;
      default -> false;
    };
  }
}
