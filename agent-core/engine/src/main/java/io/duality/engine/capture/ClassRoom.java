package io.duality.engine.capture;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Locale;

/**
 * Whether the JVM has room for the classes that a first capture loads: 750 of them, 3.3 MiB of
 * metaspace on 17 and 25. Only a JVM with {@code -XX:MaxMetaspaceSize} can be short of it.
 */
public final class ClassRoom {
  /** With less than this a capture does without what loads most of them. */
  static final long LEAST = 4L << 20;

  /** With less than this nothing may load a class that can be done without. */
  static final long NONE = 1L << 20;

  /** With more than this they may be loaded before anything happens. */
  private static final long AMPLE = 2 * LEAST;

  private static final double MIB = 1 << 20;

  private ClassRoom() {}

  /** Whether the metaspace has a limit. */
  public static boolean limited() {
    MemoryUsage usage = usage();
    return usage != null && usage.getMax() > 0;
  }

  /** Whether there is so much that nobody will miss it. */
  public static boolean ample() {
    return free(usage()) >= AMPLE;
  }

  /** Why classes must not be loaded now, or null when they may be. */
  static String shortage() {
    MemoryUsage usage = usage();
    return usage == null ? null : shortage(free(usage), usage.getMax());
  }

  static String shortage(long free, long max) {
    return free >= LEAST
        ? null
        : String.format(
            Locale.ROOT,
            "metaspace: %.1f of %.1f MiB are free, and the classes that judge an incident, which"
                + " were not needed before, take up to %.1f MiB: nothing is judged, so that the"
                + " capture does not exhaust it",
            free / MIB,
            max / MIB,
            LEAST / MIB);
  }

  /** Why what loads classes of its own must not begin now, or null when it may. */
  public static String tooLittle() {
    return tooLittle(LEAST);
  }

  /** Why not even one more step of a capture may load classes, or null when it may. */
  static String none() {
    return tooLittle(NONE);
  }

  private static String tooLittle(long least) {
    MemoryUsage usage = usage();
    long free = free(usage);
    return free >= least
        ? null
        : String.format(
            Locale.ROOT,
            "metaspace: %.1f of %.1f MiB are free, and it loads classes that were not needed before",
            free / MIB,
            usage.getMax() / MIB);
  }

  private static long free(MemoryUsage usage) {
    return usage == null || usage.getMax() <= 0
        ? Long.MAX_VALUE
        : Math.max(0, usage.getMax() - usage.getCommitted());
  }

  private static MemoryUsage usage() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        return pool.getUsage();
      }
    }
    return null;
  }
}
