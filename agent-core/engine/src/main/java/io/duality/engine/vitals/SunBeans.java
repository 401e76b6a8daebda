package io.duality.engine.vitals;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.duality.model.Vitals;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;

/**
 * What only module {@code jdk.management} tells; a class of its own, so that nothing links it where
 * the module is absent.
 */
final class SunBeans {
  private static final MethodHandle ALLOCATED = allocated();

  private SunBeans() {}

  /** A collection that ended; bytes of the heap, times in milliseconds since the JVM's start. */
  record Ended(long id, long before, long after, long durationMillis, long endMillis) {}

  /** The last collection of a collector, or null before there was one. */
  static Ended last(Object bean, Set<String> heapPools) {
    GcInfo info =
        bean instanceof GarbageCollectorMXBean collector ? collector.getLastGcInfo() : null;
    return info == null
        ? null
        : new Ended(
            info.getId(),
            sum(info.getMemoryUsageBeforeGc(), heapPools),
            sum(info.getMemoryUsageAfterGc(), heapPools),
            info.getDuration(),
            info.getEndTime());
  }

  /** The last collection of all collectors, or null before there was one. */
  static Ended lastOfAll(Set<String> heapPools) {
    Ended last = null;
    for (Object bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      Ended its = last(bean, heapPools);
      last = its != null && (last == null || its.endMillis() > last.endMillis()) ? its : last;
    }
    return last;
  }

  private static long sum(Map<String, MemoryUsage> usages, Set<String> pools) {
    long sum = 0;
    for (String pool : pools) {
      MemoryUsage usage = usages.get(pool);
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  /** The value of a VM option in bytes; {@link Vitals#UNKNOWN} when there is no such option. */
  static long option(String name) {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return bean == null
          ? Vitals.UNKNOWN
          : Long.parseLong(bean.getVMOption(name).getValue()); // a larger one means "no limit"
    } catch (IllegalArgumentException e) {
      return Vitals.UNKNOWN;
    }
  }

  /** The memory of the machine, or of the container; {@link Vitals#UNKNOWN} when not known. */
  static long machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Vitals.UNKNOWN;
  }

  /** What all threads have allocated so far; {@link Vitals#UNKNOWN} before Java 21. */
  static long allocatedBytes() {
    if (ALLOCATED == null) {
      return Vitals.UNKNOWN;
    }
    try {
      return (long) ALLOCATED.invoke(ManagementFactory.getThreadMXBean());
    } catch (Throwable e) { // what a handle throws is not declared
      return Vitals.UNKNOWN;
    }
  }

  private static MethodHandle allocated() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              com.sun.management.ThreadMXBean.class,
              "getTotalThreadAllocatedBytes",
              MethodType.methodType(long.class))
          .asType(MethodType.methodType(long.class, java.lang.management.ThreadMXBean.class));
    } catch (ReflectiveOperationException e) {
      return null; // an older JDK
    }
  }
}
