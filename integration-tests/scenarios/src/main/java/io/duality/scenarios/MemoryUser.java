package io.duality.scenarios;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Threads that use memory in the way a story needs. */
final class MemoryUser {
  static final int MIB = 1 << 20;
  private static final int PIECE = 10_000;

  private final AtomicLong served = new AtomicLong();
  private volatile byte[] answer = {};

  /** Requests that are answered, each with some garbage. */
  void serve(double mibPerSecond) {
    start(
        "orders",
        () -> {
          long end = System.nanoTime();
          while (true) {
            for (int i = 0; i < 5; i++) {
              answer = new byte[PIECE];
            }
            served.incrementAndGet();
            end += (long) (5.0 * PIECE / MIB / mibPerSecond * 1e9);
            LockSupport.parkNanos(end - System.nanoTime());
          }
        });
  }

  long served() {
    return served.get();
  }

  /** Adds so much to a list, in small objects. */
  static void fill(List<byte[]> kept, long bytes) {
    for (long filled = 0; filled < bytes; filled += PIECE) {
      kept.add(new byte[PIECE]);
    }
  }

  static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** What is alive, by a collection of everything. */
  static long alive() {
    System.gc();
    return heap().getUsed();
  }

  static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  static MemoryUsage metaspace() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        return pool.getUsage();
      }
    }
    throw new IllegalStateException("this JVM has no metaspace");
  }

  /** As many classes as it takes to use so much of the metaspace. */
  static List<Class<?>> classes(Plugins plugins, double share) {
    List<Class<?>> loaded = new ArrayList<>();
    while (metaspace().getUsed() < share * metaspace().getMax()) {
      for (int i = 0; i < 50; i++) {
        loaded.add(plugins.one());
      }
    }
    return loaded;
  }
}
