package io.duality.engine.vitals;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * How full the heap was after collections of the last seconds, by the recorder's events and by
 * beans. A collection of the whole heap comes before every OutOfMemoryError of the heap, and a
 * moment later the memory may be free again.
 */
final class HeapAfter {
  private static final int REMEMBERED = 32;

  /**
   * A full old generation is two thirds of a heap, and what does not fit into it any more fails.
   */
  private static final double FULL = 0.5;

  private final long[] at = new long[REMEMBERED];
  private final long[] used = new long[REMEMBERED];
  private int next;
  private final List<MemoryPoolMXBean> pools = new ArrayList<>();
  private long max = -1;

  /** A collection has ended; from the recorder's thread or the watch's. */
  synchronized void collected(long nanos, long bytes) {
    at[next] = nanos;
    used[next] = bytes;
    next = (next + 1) % REMEMBERED;
  }

  /** Asks the beans; once a second. */
  void read(long now) {
    if (max < 0) {
      max = Runtime.getRuntime().maxMemory();
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        if (pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported()) {
          pools.add(pool);
        }
      }
    }
    long bytes = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      bytes += usage == null ? 0 : usage.getUsed();
    }
    collected(now, bytes);
  }

  /** The most that was in use after a collection around that time, or -1. */
  synchronized long most(long from, long to) {
    long most = -1;
    for (int i = 0; i < REMEMBERED; i++) {
      if (at[i] != 0 && at[i] - from >= 0 && to - at[i] >= 0) {
        most = Math.max(most, used[i]);
      }
    }
    return most;
  }

  long max() {
    return max;
  }

  /** Whether that much is a full heap. */
  boolean full(long bytes) {
    return max > 0 && bytes >= max * FULL;
  }
}
