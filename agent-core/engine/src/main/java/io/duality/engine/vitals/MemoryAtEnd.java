package io.duality.engine.vitals;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which memory must have been exhausted, when an error of the JVM's does not say. */
final class MemoryAtEnd {
  private static final long SHARE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long PEAK_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final double ALL_THE_TIME = 0.85;
  private static final double NO_CLASS_FITS = 0.9;

  private final Deque<long[]> collecting = new ArrayDeque<>();
  private List<GarbageCollectorMXBean> collectors;
  private MemoryPoolMXBean metaspace;
  private long startNanos;
  private long metaspacePeak;
  private long peakAt;

  /** Asks the beans; once a second. */
  void read(long now) {
    if (collectors == null) {
      collectors = ManagementFactory.getGarbageCollectorMXBeans();
      startNanos =
          System.nanoTime()
              - TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        if (pool.getName().equals("Metaspace")) {
          metaspace = pool;
        }
      }
    }
    peak(now);
    collecting(now);
  }

  /** A time after the JVM's start on the clock of {@code System.nanoTime}. */
  long nanos(long uptimeNanos) {
    return startNanos + uptimeNanos;
  }

  /** The peak counts for a while: what filled it may be gone when somebody asks. */
  private void peak(long now) {
    long peak = metaspace == null ? 0 : metaspace.getPeakUsage().getCommitted();
    if (peak > metaspacePeak) {
      metaspacePeak = peak;
      peakAt = now;
    }
  }

  private void collecting(long now) {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    collecting.addLast(new long[] {now, millis});
    while (now - collecting.peekFirst()[0] > SHARE_NANOS && collecting.size() > 2) {
      collecting.removeFirst();
    }
  }

  /**
   * The kind of an error.
   *
   * @param room whether the heap is known to have had room
   */
  MemoryErrorKind kind(boolean room, long now) {
    return metaspaceShare(now) >= NO_CLASS_FITS ? MemoryErrorKind.METASPACE : kindOfHeap(room);
  }

  /** The same of an error that is known to be the heap's. */
  MemoryErrorKind kindOfHeap(boolean room) {
    if (room) {
      return MemoryErrorKind.ARRAY_SIZE;
    }
    return collectsAllTheTime() ? MemoryErrorKind.GC_OVERHEAD : MemoryErrorKind.HEAP;
  }

  private double metaspaceShare(long now) {
    if (metaspace == null || metaspace.getUsage().getMax() <= 0) {
      return 0;
    }
    long committed =
        now - peakAt < PEAK_NANOS ? metaspacePeak : metaspace.getUsage().getCommitted();
    return (double) committed / metaspace.getUsage().getMax();
  }

  /** Only the parallel collector gives up for that reason. */
  private boolean collectsAllTheTime() {
    boolean parallel =
        collectors.stream().anyMatch(collector -> collector.getName().startsWith("PS "));
    long[] first = collecting.peekFirst();
    long[] last = collecting.peekLast();
    double millis = (last[0] - first[0]) / 1e6;
    return parallel && millis > 0 && (last[1] - first[1]) / millis >= ALL_THE_TIME;
  }
}
