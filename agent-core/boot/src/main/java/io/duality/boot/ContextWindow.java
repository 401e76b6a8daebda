package io.duality.boot;

/** Hears of every change of a thread's trace context, while somebody investigates. */
public abstract class ContextWindow {
  /** The trace context of the current thread is another one from now on. */
  public abstract void changed();
}
