package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Packages of the JDK that the agent reads from and the application must not see more of than
 * without us: exported, or opened, to the isolated loader's module alone.
 */
final class Exports {
  private static final Logger LOG = AgentLog.of(Exports.class);

  private Exports() {}

  /** Agent properties and virtual threads; safepoint times. */
  static void open(Instrumentation instrumentation) {
    export(instrumentation, "java.base", "jdk.internal.vm");
    export(instrumentation, "java.management", "sun.management");
    // Which fields a class has, without loading their types: see FieldPlaces.
    for (String name : List.of("java.lang", "java.lang.invoke", "jdk.internal.reflect")) {
      redefine(instrumentation, "java.base", name, true);
    }
  }

  private static void export(Instrumentation instrumentation, String module, String name) {
    redefine(instrumentation, module, name, false);
  }

  private static void redefine(
      Instrumentation instrumentation, String module, String name, boolean open) {
    Optional<Module> found = ModuleLayer.boot().findModule(module);
    if (found.isEmpty() || !found.get().getPackages().contains(name)) {
      LOG.info("this JVM has no package {} in module {}", name, module);
      return;
    }
    try {
      instrumentation.redefineModule(
          found.get(),
          Set.of(),
          open ? Map.of() : Map.of(name, Set.of(Exports.class.getModule())),
          open ? Map.of(name, Set.of(Exports.class.getModule())) : Map.of(),
          Set.of(),
          Map.of());
    } catch (RuntimeException | LinkageError e) {
      LOG.info("package {} of module {} stays closed: {}", name, module, e.toString());
    }
  }
}
