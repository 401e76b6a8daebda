package io.duality.boot;

/**
 * What other agents put around the application's work on its way into a pool: of the OpenTelemetry
 * agent the runnable and the callable that carry a context along. Which class that is shows by its
 * name alone; its field is asked for once.
 */
final class TaskWrappers {
  private static final String PREFIX =
      "io.opentelemetry.javaagent.bootstrap.executors.ContextPropagating";
  private static final String FIELD = "delegate";

  private static volatile Known[] known = new Known[0];

  private TaskWrappers() {}

  private static final class Known {
    final Class<?> type;
    final long offset;

    Known(Class<?> type) {
      this.type = type;
      this.offset = Peek.offset(type, FIELD, "Ljava/lang/Object;");
    }
  }

  static boolean isWrapper(Class<?> type) {
    return type.getName().startsWith(PREFIX);
  }

  /** The class of what is inside; of the wrapper itself when that cannot be read. */
  static Class<?> inside(Object wrapper) {
    Class<?> type = wrapper.getClass();
    Known[] all = known;
    for (Known each : all) {
      if (each.type == type) {
        return inside(wrapper, each);
      }
    }
    Known its = new Known(type);
    if (all.length < 8) {
      Known[] more = new Known[all.length + 1];
      System.arraycopy(all, 0, more, 0, all.length);
      more[all.length] = its;
      known = more; // of two that are added at once one is lost, and found again
    }
    return inside(wrapper, its);
  }

  private static Class<?> inside(Object wrapper, Known its) {
    Object inside = Peek.reference(wrapper, its.offset);
    return inside == null ? its.type : inside.getClass();
  }
}
