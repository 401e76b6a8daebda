package io.duality.engine.vitals;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;

/** Finds the Java thread of a thread of the JVM's, without stopping any. */
final class ThreadsByAddress {
  private static final long ADDRESS = Peek.offset(Thread.class, "eetop");

  private ThreadsByAddress() {}

  /** The live thread whose JVM thread is at this address, or null when it has ended. */
  static Thread at(long address) {
    Thread[] threads = LiveThreads.platform();
    for (int i = 0; i < threads.length && threads[i] != null; i++) {
      if (address != 0 && Peek.longInteger(threads[i], ADDRESS) == address) {
        return threads[i];
      }
    }
    return null;
  }
}
