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
  private long safepointsBefore;

  Pauses() {
    sleeper = new Thread(this::run, "duality-hiccup");
    sleeper.setDaemon(true);
    sleeper.setPriority(Thread.MAX_PRIORITY);
    sleeper.start();
  }

  private void run() {
    while (running) {
      LockSupport.parkNanos(SLEEP);
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
    safepointsBefore = safepointMillis();
    longest = 0;
  }

  /** A step has ended: the longest pause since {@link #begin} in milliseconds, or -1. */
  double end() {
    long last = beat;
    long deadline = System.nanoTime() + PATIENCE;
    // A pause that ends with the step is known only when the sleeper has woken once more.
    while (beat == last && sleeper.isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(SLEEP / 4);
    }
    if (!sleeper.isAlive()) {
      return -1;
    }
    double seen = Math.max(longest, System.nanoTime() - beat - SLEEP) / 1e6;
    long safepoints = safepointMillis();
    if (safepoints < 0 || safepointsBefore < 0) {
      return seen;
    }
    return Math.min(seen, safepoints - safepointsBefore + 1); // the JVM counts whole milliseconds
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(sleeper);
  }

  /**
   * How long the JVM has stood in safepoints since its start; -1 where {@code sun.management} of
   * module {@code java.management} is not exported to this code or the JVM does not count.
   */
  static long safepointMillis() {
    try {
      Object bean =
          Class.forName("sun.management.ManagementFactoryHelper")
              .getMethod("getHotspotRuntimeMBean")
              .invoke(null);
      Object millis =
          Class.forName("sun.management.HotspotRuntimeMBean")
              .getMethod("getTotalSafepointTime")
              .invoke(bean);
      return (Long) millis;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return -1; // closed, or another JVM: the sleeper alone then says it
    }
  }
}
