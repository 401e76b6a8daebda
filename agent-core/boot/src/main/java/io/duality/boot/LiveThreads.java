package io.duality.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * The live threads of this process, as the JVM lists them: without the monitors of thread groups,
 * which the application may hold, and without asking its security manager.
 */
public final class LiveThreads {
  private static final int SPARE = 16;
  private static final MethodHandle GET_THREADS = getThreads();

  private LiveThreads() {}

  /**
   * All of them but virtual ones, from the beginning of the array on; behind them null.
   *
   * @return a new array
   */
  public static Thread[] platform() {
    Thread[] all = ofJvm();
    if (all == null) {
      return ofGroups();
    }
    int kept = 0;
    for (int i = 0; i < all.length; i++) {
      Thread thread = all[i];
      all[i] = null;
      if (thread != null && !Peek.isVirtual(thread)) {
        all[kept++] = thread;
      }
    }
    return all;
  }

  private static Thread[] ofJvm() {
    if (GET_THREADS == null) {
      return null;
    }
    try {
      return (Thread[]) GET_THREADS.invokeExact();
    } catch (OutOfMemoryError exhausted) {
      throw exhausted;
    } catch (Throwable hidden) {
      Hooks.failed();
      return null;
    }
  }

  private static Thread[] ofGroups() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + SPARE];
    while (root.enumerate(threads, true) >= threads.length) {
      threads = new Thread[threads.length * 2];
    }
    return threads;
  }

  private static MethodHandle getThreads() {
    try {
      return TrustedLookup.get()
          .findStatic(Thread.class, "getThreads", MethodType.methodType(Thread[].class));
    } catch (Throwable absent) {
      return null; // another JDK; thread groups are asked then
    }
  }
}
