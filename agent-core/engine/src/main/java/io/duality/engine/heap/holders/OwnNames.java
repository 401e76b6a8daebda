package io.duality.engine.heap.holders;

import java.util.List;

/** The agent's own classes, by their names: what it keeps is no leak of the application's. */
public final class OwnNames {
  private static final List<String> PACKAGES =
      List.of(
          "io.duality.boot.",
          "io.duality.engine.",
          "io.duality.model.",
          "io.duality.diagnosis.",
          "io.duality.agent.",
          "io.duality.inst.");

  private OwnNames() {}

  /** Whether a class is the agent's. */
  public static boolean has(String className) {
    if (!className.startsWith("io.duality.")) {
      return false;
    }
    for (String each : PACKAGES) {
      if (className.startsWith(each)) {
        return true;
      }
    }
    return false;
  }
}
