package io.duality.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** How long the JVM has stopped its threads in all, by its own count. */
public final class StoppedTime {
  private static final MethodHandle TOTAL = find();

  private StoppedTime() {}

  /** Milliseconds since the JVM began; 0 or less where it does not count them. */
  public static long millis() {
    if (TOTAL == null) {
      return -1;
    }
    try {
      return (long) TOTAL.invokeExact();
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable other) {
      throw new IllegalStateException(other);
    }
  }

  private static MethodHandle find() {
    try {
      Class<?> helper = Class.forName("sun.management.ManagementFactoryHelper", true, null);
      Class<?> bean = Class.forName("sun.management.HotspotRuntimeMBean", false, null);
      MethodHandles.Lookup all = TrustedLookup.get();
      Object runtime =
          all.findStatic(helper, "getHotspotRuntimeMBean", MethodType.methodType(bean)).invoke();
      return all.findVirtual(bean, "getTotalSafepointTime", MethodType.methodType(long.class))
          .bindTo(runtime);
    } catch (Throwable absent) {
      return null; // another JDK, or an image without java.management
    }
  }
}
