package io.duality.engine.capture;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

/**
 * What this process has used of the processors. On a busy machine it says what something took from
 * the application, where a clock also counts the time in which nobody got a processor.
 */
public final class ProcessorTime {
  /** It is counted in steps of so many nanoseconds. */
  public static final long STEP_NANOS = 10_000_000;

  private static final Method TIME = find();

  private ProcessorTime() {}

  /** Nanoseconds since the process began; negative where module {@code jdk.management} lacks. */
  public static long nanos() {
    try {
      return TIME == null ? -1 : (long) TIME.invoke(ManagementFactory.getOperatingSystemMXBean());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return -1;
    }
  }

  /**
   * What can have been taken from the application meanwhile.
   *
   * @param tookNanos by the clock
   * @param from an earlier {@link #nanos}
   */
  public static long taken(long tookNanos, long from) {
    long now = nanos();
    return from < 0 || now < 0 ? tookNanos : Math.min(tookNanos, now - from + STEP_NANOS);
  }

  private static Method find() {
    try {
      return Class.forName("com.sun.management.OperatingSystemMXBean")
          .getMethod("getProcessCpuTime");
    } catch (ReflectiveOperationException absent) {
      return null; // an image without the module
    }
  }
}
