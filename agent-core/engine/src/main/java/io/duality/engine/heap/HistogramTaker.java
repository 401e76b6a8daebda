package io.duality.engine.heap;

import io.duality.boot.StoppedTime;
import io.duality.boot.VmCommand;
import io.duality.engine.capture.ProcessorTime;
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
  private static final long LEAST_BYTES = 1 << 20;
  private static final long BYTES_PER_CLASS = 512;

  /** What is reachable may have become so much more since the last collection. */
  private static final double SINCE = 1.25;

  private final boolean fromRoots =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .map(GarbageCollectorMXBean::getName)
          .anyMatch(name -> name.startsWith("ZGC"));

  private final WalkCost cost = new WalkCost();
  private volatile long live = -1;

  /** What the last collection left on the heap; negative when not known. */
  void live(long bytes) {
    live = bytes;
  }

  /** What the JVM counted of the time that its command took; the rest was this thread's alone. */
  static long pause(long tookNanos, long stoppedBefore, long stoppedAfter) {
    long counted = stoppedBefore <= 0 ? 0 : stoppedAfter - stoppedBefore;
    return counted <= 0 ? tookNanos : Math.min(tookNanos, (counted + 1) * 1_000_000);
  }

  /** How long a histogram would stop the application's threads now. */
  public double predictedPauseMillis() {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long left = live;
    return cost.millis(fromRoots && left >= 0 ? Math.min(used, (long) (SINCE * left)) : used);
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
    long used = ProcessorTime.nanos();
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
    long taken = ProcessorTime.taken(took, used);
    Histogram histogram = HistogramText.parse(print, Instant.now(), begun, fromRoots);
    cost.measured(histogram.totalBytes(), taken);
    return histogram;
  }
}
