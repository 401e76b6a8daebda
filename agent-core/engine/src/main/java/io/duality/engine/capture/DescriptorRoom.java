package io.duality.engine.capture;

import com.sun.management.UnixOperatingSystemMXBean;
import io.duality.engine.log.AgentLog;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * How many files this process may still open. The flight recorder opens one whenever a recording is
 * stopped or dumped, and ends the JVM when it cannot: so it is stopped while there are some left.
 * Those that are kept in reserve are given back just before it is stopped too late.
 */
class DescriptorRoom {
  /** With fewer than this the recorder is stopped. */
  static final int LEAST = 24;

  private static final int RESERVE = 6;

  /** What is not known is enough. */
  private static final long MANY = Long.MAX_VALUE;

  private final File open = new File("/proc/self/fd");
  private final File any = new File("/dev/null");
  private final List<Closeable> kept = new ArrayList<>();

  /** How many more can be opened now; the reserve is not among them. */
  long free() {
    try {
      return Beans.free(open.length());
    } catch (LinkageError e) {
      return MANY; // an image without jdk.management
    }
  }

  /** Why the recorder must not be touched now; null when there is room for so many files. */
  final String shortage(long needed) {
    long free = free();
    return free >= needed
        ? null
        : "only "
            + free
            + " more files can be opened (ulimit -n); the flight recorder would end the JVM when it"
            + " finds none";
  }

  /** Keeps a few files open that somebody else may be in need of. */
  final synchronized void keep() {
    if (!kept.isEmpty() || !any.exists() || free() < 4 * LEAST) {
      return;
    }
    try {
      while (kept.size() < RESERVE) {
        kept.add(new FileInputStream(any));
      }
    } catch (IOException e) {
      AgentLog.of(DescriptorRoom.class).debug("no files are kept in reserve: {}", e.toString());
    }
  }

  /** Gives back what was kept, when there is nothing else. */
  final synchronized void release() {
    if (free() >= RESERVE) {
      return;
    }
    for (Closeable each : kept) {
      try {
        each.close();
      } catch (IOException e) {
        AgentLog.of(DescriptorRoom.class).debug("{}", e.toString()); // nothing was written
      }
    }
    kept.clear();
  }

  /** Links {@code jdk.management}. */
  private static final class Beans {
    static long free(long size) {
      if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
        long limit = unix.getMaxFileDescriptorCount();
        // Since Linux 6.2 the directory's size is the number; the bean lists it.
        long used = size > 0 ? size : unix.getOpenFileDescriptorCount();
        return limit < 0 || used < 0 ? MANY : Math.max(0, limit - used);
      }
      return MANY;
    }
  }
}
