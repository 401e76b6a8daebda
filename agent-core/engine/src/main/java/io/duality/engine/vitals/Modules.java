package io.duality.engine.vitals;

/** Which modules this JVM has; small images go without some. */
final class Modules {
  private Modules() {}

  /** Whether there is {@code jdk.management}, without which {@link SunBeans} cannot be linked. */
  static boolean management() {
    return ModuleLayer.boot().findModule("jdk.management").isPresent();
  }
}
