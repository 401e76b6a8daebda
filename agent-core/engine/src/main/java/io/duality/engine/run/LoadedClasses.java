package io.duality.engine.run;

import java.lang.instrument.Instrumentation;

/** All classes of this JVM. */
final class LoadedClasses {
  private static final Class<?>[] NONE = {};

  private LoadedClasses() {}

  /** None once the JVM is ending: then a JVM may answer with nothing at all. */
  static Class<?>[] of(Instrumentation instrumentation) {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    return loaded == null ? NONE : loaded;
  }
}
