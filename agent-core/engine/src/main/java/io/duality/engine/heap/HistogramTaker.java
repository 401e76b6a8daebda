package io.duality.engine.heap;

import io.duality.boot.StoppedTime;
import io.duality.boot.VmCommand;
import io.duality.model.Histogram;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/**
 * Takes class histograms without a collection of ours, and learns how fast this JVM walks its heap.
 * The walk is one safepoint, so its time is the pause. What is counted is what the heap holds,
 * garbage since the last collection included; only collectors that walk from the roots, such as
 * ZGC's, count what is reachable alone.
 */
public final class HistogramTaker {
  /** Bytes a second until a walk was measured; measured were 2.1 to 5 GiB/s. */
  private static final double FIRST_SPEED = 2.0 * (1L << 30);

  /** What a walk takes at least: the safepoint and the table. */
  private static final double LEAST_MILLIS = 5;

  /** A heap that is smaller than this says nothing about speed. */
  private static final long ENOUGH = 8L << 20;

  private static final double CAUTION = 1.25;

  private static final long LEAST_BYTES = 1 << 20;
  private static final long BYTES_PER_CLASS = 512;

  private final boolean fromRoots =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .map(GarbageCollectorMXBean::getName)
          .anyMatch(name -> name.startsWith("ZGC"));

  private volatile double speed = FIRST_SPEED;

  /** What the JVM counted of the time that its command took; the rest was this thread's alone. */
  static long pause(long tookNanos, long stoppedBefore, long stoppedAfter) {
    long counted = stoppedBefore <= 0 ? 0 : stoppedAfter - stoppedBefore;
    return counted <= 0 ? tookNanos : Math.min(tookNanos, (counted + 1) * 1_000_000);
  }

  /** How long a histogram would stop the application's threads now. */
  public double predictedPauseMillis() {
    return LEAST_MILLIS + CAUTION * used() * 1_000 / speed;
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** About how much of the heap taking one uses for a moment: its print has a line a class. */
  long neededBytes() {
    return LEAST_BYTES
        + BYTES_PER_CLASS * ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  /**
   * Takes one.
   *
   * @throws IllegalStateException when this JVM cannot; says why
   */
  Histogram take() {
    long used = used();
    long stopped = StoppedTime.millis();
    long begun = System.nanoTime();
    String print;
    try {
      print = VmCommand.run("GC.class_histogram -all"); // without it a full collection comes
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the JVM gives no class histogram: its command GC.class_histogram failed with " + e, e);
    }
    if (print == null) {
      throw new IllegalStateException("the JVM gives no class histogram: it takes no commands");
    }
    long took = pause(System.nanoTime() - begun, stopped, StoppedTime.millis());
    if (used > ENOUGH) {
      double seen = used * 1e9 / Math.max(1, took);
      speed = speed == FIRST_SPEED ? seen : Math.min(seen, (speed + seen) / 2);
    }
    return HistogramText.parse(print, Instant.now(), begun, fromRoots);
  }
}
