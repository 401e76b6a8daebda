package io.duality.engine.budget;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads what the agent's own threads have used, those that watch apart from those that do what was
 * asked for. For one thread; to be asked every few seconds: it lists all threads.
 */
public final class OwnThreads {
  /** How the names of the agent's own threads begin. */
  private static final String OWN = "duality-";

  /** How the names of the flight recorder's threads begin, as far as they are Java's. */
  private static final String RECORDER = "JFR ";

  /** They are always there; what the others do was asked for and has limits of its own. */
  private static final Set<String> WATCHING =
      Set.of("duality-watch", "duality-hiccup", "duality-jfr", "duality-events", "duality-metric");

  private final ThreadMXBean bean;
  private final Allocated allocated;
  private Map<Long, long[]> before = new HashMap<>();
  private boolean read;

  /**
   * What they used since the last call.
   *
   * @param watchNanos processor time of the threads that watch
   * @param askedNanos of those that do what was asked for, as far as they still live
   * @param allocatedBytes what the threads that watch have allocated; 0 when nobody counts it
   * @param recorderNanos processor time of the flight recorder's threads, which others may keep
   *     busy as well
   */
  public record Used(long watchNanos, long askedNanos, long allocatedBytes, long recorderNanos) {}

  private OwnThreads(ThreadMXBean bean) {
    this.bean = bean;
    this.allocated =
        ModuleLayer.boot().findModule("jdk.management").isPresent() ? Allocated.of(bean) : null;
  }

  /** Null when this JVM does not measure the threads' times. */
  public static OwnThreads open() {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    return bean.isThreadCpuTimeSupported() && bean.isThreadCpuTimeEnabled()
        ? new OwnThreads(bean)
        : null;
  }

  /**
   * Reads them.
   *
   * @return null the first time
   */
  public Used read() {
    Map<Long, long[]> now = new HashMap<>();
    long watch = 0;
    long asked = 0;
    long bytes = 0;
    long recorder = 0;
    Thread[] all = LiveThreads.platform();
    for (int i = 0; i < all.length && all[i] != null; i++) {
      String name = all[i].getName();
      boolean records = name.startsWith(RECORDER);
      if (!records && !name.startsWith(OWN)) {
        continue;
      }
      long id = Peek.threadId(all[i]);
      long[] used = {bean.getThreadCpuTime(id), allocated == null ? -1 : allocated.bytes(id)};
      now.put(id, used);
      long[] earlier = before.getOrDefault(id, new long[2]);
      long nanos = Math.max(0, used[0] - Math.max(0, earlier[0]));
      if (records) {
        recorder += nanos;
      } else if (WATCHING.contains(name)) {
        watch += nanos;
        bytes += Math.max(0, used[1] - Math.max(0, earlier[1]));
      } else {
        asked += nanos;
      }
    }
    before = now;
    boolean first = !read;
    read = true;
    return first ? null : new Used(watch, asked, bytes, recorder);
  }

  /** Links {@code jdk.management}: loaded only where that module is. */
  private static final class Allocated {
    private final com.sun.management.ThreadMXBean bean;

    private Allocated(com.sun.management.ThreadMXBean bean) {
      this.bean = bean;
    }

    static Allocated of(ThreadMXBean bean) {
      return bean instanceof com.sun.management.ThreadMXBean counts
              && counts.isThreadAllocatedMemorySupported()
              && counts.isThreadAllocatedMemoryEnabled()
          ? new Allocated(counts)
          : null;
    }

    long bytes(long id) {
      return bean.getThreadAllocatedBytes(id);
    }
  }
}
