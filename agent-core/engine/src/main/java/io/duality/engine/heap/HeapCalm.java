package io.duality.engine.heap;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** When the heap may be counted: it was just collected, the process is warm. For one thread. */
final class HeapCalm {
  private final Warmth warmth = new Warmth();
  private List<GarbageCollectorMXBean> beans;
  private RuntimeMXBean runtime;
  private ClassLoadingMXBean classes;
  private long collections;
  private boolean collected;
  private boolean warm;

  /**
   * Asks the JVM.
   *
   * @param baselineAfterNanos how long it has to run before it can be warm
   */
  void read(long now, long baselineAfterNanos) {
    if (beans == null) {
      runtime = ManagementFactory.getRuntimeMXBean();
      classes = ManagementFactory.getClassLoadingMXBean();
      beans = ManagementFactory.getGarbageCollectorMXBeans(); // makes a list of proxies each time
    }
    long count = 0;
    for (GarbageCollectorMXBean bean : beans) {
      count += Math.max(0, bean.getCollectionCount());
    }
    collected = count > collections;
    collections = count;
    warm =
        warmth.warm(
            now,
            TimeUnit.MILLISECONDS.toNanos(runtime.getUptime()),
            classes.getLoadedClassCount(),
            collections,
            baselineAfterNanos);
  }

  /** Whether there was a collection since the reading before. */
  boolean collected() {
    return collected;
  }

  boolean warm() {
    return warm;
  }
}
