package io.duality.engine.capture;

import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long the application's threads stood still while a step ran: a thread that sleeps 1
 * ms again and again, alive only during a capture, is as late as the longest pause. A starved
 * machine makes it late as well, so where the JVM tells the total time of its safepoints that sum
 * bounds the result from above.
 */
final class Pauses implements AutoCloseable {
  private static final long SLEEP = 1_000_000;
  private static final long PATIENCE = 50_000_000;

  private final Thread sleeper;
  private volatile boolean running = true;
  private volatile long beat = System.nanoTime();
  private volatile long longest;
  private Safepoints before;
  private long usedBefore;
  private double taken;

  Pauses() {
    sleeper = new Thread(this::run, "duality-hiccup");
    sleeper.setDaemon(true);
    sleeper.setPriority(Thread.MAX_PRIORITY);
    try {
      sleeper.start();
    } catch (OutOfMemoryError e) { // no native thread to be had: the pauses stay unknown
      running = false;
    }
  }

  private void run() {
    while (running) {
      LockSupport.parkNanos(SLEEP);
      Thread.interrupted(); // by the application: no park would wait any more
      long now = System.nanoTime();
      long late = now - beat - SLEEP;
      if (late > longest) {
        longest = late;
      }
      beat = now;
    }
  }

  /** A step begins. */
  void begin() {
    before = Safepoints.now();
    usedBefore = ProcessorTime.nanos();
    longest = 0;
  }

  /** A step has ended: the longest pause since {@link #begin} in milliseconds, or -1. */
  double end() {
    double pause = paused();
    taken = ProcessorTime.taken((long) (Math.max(0, pause) * 1e6), usedBefore) / 1e6;
    return pause;
  }

  /** How many milliseconds of that were not only spent on waiting for a processor, at most. */
  double taken() {
    return taken;
  }

  private double paused() {
    long last = beat;
    long deadline = System.nanoTime() + PATIENCE;
    // A pause that ends with the step is known only when the sleeper has woken once more.
    while (beat == last && sleeper.isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(SLEEP / 4);
    }
    if (!sleeper.isAlive()) {
      return -1;
    }
    double seen = Math.max(0, Math.max(longest, System.nanoTime() - beat - SLEEP)) / 1e6;
    Safepoints after = Safepoints.now();
    if (before == null || after == null) {
      return seen;
    }
    if (after.count == before.count) {
      return 0;
    }
    return Math.min(seen, after.millis - before.millis + 1); // the JVM counts whole milliseconds
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(sleeper);
  }

  /** Safepoints since the start of the JVM: how many, and how long they took in all. */
  private record Safepoints(long count, long millis) {
    /**
     * Null where {@code sun.management} of module {@code java.management} is not exported to this
     * code, or the JVM does not count: the sleeper alone then says it.
     */
    static Safepoints now() {
      try {
        Object bean =
            Class.forName("sun.management.ManagementFactoryHelper")
                .getMethod("getHotspotRuntimeMBean")
                .invoke(null);
        Class<?> type = Class.forName("sun.management.HotspotRuntimeMBean");
        long count = (Long) type.getMethod("getSafepointCount").invoke(bean);
        long millis = (Long) type.getMethod("getTotalSafepointTime").invoke(bean);
        return count < 0 || millis < 0 ? null : new Safepoints(count, millis);
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
  }
}
