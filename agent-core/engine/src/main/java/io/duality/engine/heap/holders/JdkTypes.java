package io.duality.engine.heap.holders;

/** Whose class it is, by its loader; asks no loader anything. */
final class JdkTypes {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final ClassLoader OURS = JdkTypes.class.getClassLoader();

  private JdkTypes() {}

  /** Whether it came with the JDK; boot classes of agents count with them. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == PLATFORM;
  }

  /** Whether it is the agent's. */
  static boolean isOurs(Class<?> type) {
    return type.getClassLoader() == OURS && OwnNames.has(type.getName());
  }
}
