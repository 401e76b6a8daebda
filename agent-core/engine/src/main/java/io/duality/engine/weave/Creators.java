package io.duality.engine.weave;

/** Methods of the JDK that make an object which gets a name: factories of pools, and reflection. */
final class Creators {
  private static final String EXECUTORS = "java/util/concurrent/Executors";

  private Creators() {}

  static boolean is(String type, String method) {
    return makesPool(type, method) || reflects(type, method);
  }

  /** {@code Executors.new*}; its thread factories make nothing that is waited for. */
  static boolean makesPool(String type, String method) {
    return type.equals(EXECUTORS) && method.startsWith("new");
  }

  /** What it makes is known only by the cast that follows. */
  static boolean reflects(String type, String method) {
    return switch (type) {
      case "java/lang/reflect/Constructor", "java/lang/Class" -> method.equals("newInstance");
      case "java/io/ObjectInputStream" -> method.equals("readObject");
      default -> false;
    };
  }
}
