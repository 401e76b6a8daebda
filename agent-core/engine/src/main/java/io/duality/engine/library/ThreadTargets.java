package io.duality.engine.library;

import io.duality.boot.Peek;

/** What threads were created to run, read by offset. */
public final class ThreadTargets {
  private static final long TARGET = Peek.offset(Thread.class, "target");
  private static final long HOLDER = Peek.offset(Thread.class, "holder");
  private static final long TASK = task();

  private ThreadTargets() {}

  /** What a platform thread was created to run, or null. */
  public static Object of(Thread thread) {
    return TARGET != Peek.NONE
        ? Peek.reference(thread, TARGET)
        : Peek.reference(Peek.reference(thread, HOLDER), TASK);
  }

  private static long task() {
    try {
      return Peek.offset(Class.forName("java.lang.Thread$FieldHolder", false, null), "task");
    } catch (ClassNotFoundException absent) {
      return Peek.NONE; // JDK 17 keeps it in the thread itself
    }
  }
}
