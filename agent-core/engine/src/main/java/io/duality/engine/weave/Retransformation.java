package io.duality.engine.weave;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** Retransforms many classes in one step, and one by one when another agent makes that fail. */
final class Retransformation {
  private final Instrumentation instrumentation;
  private String reason = "not retransformed";

  Retransformation(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** The last failure. */
  String reason() {
    return reason;
  }

  /** Returns those that could not be. */
  List<Class<?>> of(List<Class<?>> classes) {
    List<Class<?>> failed = new ArrayList<>();
    if (classes.isEmpty() || all(classes.toArray(new Class<?>[0]))) {
      return failed;
    }
    for (Class<?> type : classes) {
      if (!all(new Class<?>[] {type})) {
        failed.add(type);
      }
    }
    return failed;
  }

  private boolean all(Class<?>[] classes) {
    try {
      instrumentation.retransformClasses(classes);
      return true;
    } catch (Throwable e) { // an error of another agent's classes among them
      reason = "retransforming " + classes[0].getName() + " failed: " + e;
      return false;
    }
  }
}
