package io.duality.engine.vitals;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
  private final long[] begunAt = new long[REMEMBERED];
  private final long[] found = new long[REMEMBERED];
  private int nextBegun;

  /** What the last collection found and when it ended, by the beans; -1: not known. */
  private long lastFound = -1;

  private long lastEnd = -1;
  private final Set<String> names = new HashSet<>();
  private final List<MemoryPoolMXBean> pools = new ArrayList<>();
  private long max = -1;

  /** A collection has ended; from the recorder's thread or the watch's. */
  synchronized void collected(long nanos, long bytes) {
    at[next] = nanos;
    used[next] = bytes;
    next = (next + 1) % REMEMBERED;
  }

  /** A collection begins; from the recorder's thread. */
  synchronized void begun(long nanos, long bytes) {
    begunAt[nextBegun] = nanos;
    found[nextBegun] = bytes;
    nextBegun = (nextBegun + 1) % REMEMBERED;
  }

  /** Asks the beans; once a second, by one thread. */
  void read(long now) {
    if (max < 0) {
      max = Runtime.getRuntime().maxMemory();
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        if (pool.getType() == MemoryType.HEAP) {
          names.add(pool.getName());
        }
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
    SunBeans.Ended last = Modules.management() ? SunBeans.lastOfAll(names) : null;
    if (last != null) {
      long ago = ManagementFactory.getRuntimeMXBean().getUptime() - last.endMillis();
      ended(now - ago * 1_000_000, last.before());
    }
  }

  private synchronized void ended(long nanos, long before) {
    lastEnd = nanos;
    lastFound = before;
  }

  /**
   * Whether the heap is known to have had room at an error: the last collection before it began
   * with room already, so it was begun for one large allocation. What collections leave says
   * nothing, for what filled the heap may have died of the error before anybody was told of it.
   *
   * @param patience how late the recorder may tell
   */
  synchronized boolean hadRoom(long from, long error, long now, long patience) {
    long most = most(from, now);
    if (most < 0 || full(most)) {
      return false;
    }
    if (lastFound >= 0 && lastEnd - error <= 0 && lastEnd - from >= 0) {
      return !full(lastFound);
    }
    int last = -1;
    for (int i = 0; i < REMEMBERED; i++) {
      boolean between = begunAt[i] != 0 && begunAt[i] - from >= 0 && error - begunAt[i] >= 0;
      last = between && (last < 0 || begunAt[i] - begunAt[last] > 0) ? i : last;
    }
    return last >= 0 && !full(found[last]) && now - error > patience;
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
