package io.duality.boot;

/** Hears where a tracing library keeps its contexts, on the thread that initialises the library. */
public abstract class ContextSink {
  /**
   * A library made its storage.
   *
   * @param storage a {@code ThreadLocal}, or the library's own storage object
   * @param owner the class whose initialiser made it
   */
  public abstract void storage(Object storage, Class<?> owner);
}
