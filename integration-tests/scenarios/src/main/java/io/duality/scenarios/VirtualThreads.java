package io.duality.scenarios;

import java.lang.reflect.Method;

/** Virtual threads, which the JDK that compiles this may not have. */
public final class VirtualThreads {
  private VirtualThreads() {}

  /** A virtual thread of that name, not started yet. */
  public static Thread unstarted(String name, Runnable task) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
      Method named = builder.getMethod("name", String.class);
      return (Thread)
          builder.getMethod("unstarted", Runnable.class).invoke(named.invoke(virtual, name), task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Java " + Runtime.version().feature() + " has no virtual threads: use 21 or later", e);
    }
  }
}
