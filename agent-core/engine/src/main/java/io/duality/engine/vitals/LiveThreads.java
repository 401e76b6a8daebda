package io.duality.engine.vitals;

import io.duality.boot.Peek;

/** Finds the Java thread of a thread of the JVM's, without stopping any. */
final class LiveThreads {
  private static final int MOST = 20_000;
  private static final long ADDRESS = Peek.offset(Thread.class, "eetop");

  private LiveThreads() {}

  /** The live thread whose JVM thread is at this address, or null when it has ended. */
  static Thread at(long address) {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[Math.min(MOST, root.activeCount() + 64)];
    int count = root.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (address != 0 && Peek.longInteger(threads[i], ADDRESS) == address) {
        return threads[i];
      }
    }
    return null;
  }
}
