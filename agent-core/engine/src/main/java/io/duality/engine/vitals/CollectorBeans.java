package io.duality.engine.vitals;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** For how long collections stopped the application, as beans tell it: by the millisecond. */
final class CollectorBeans {
  private List<GarbageCollectorMXBean> beans;
  private long[] before;
  private String longest;

  /** Since the call before; 0 at the first. */
  long nanos() {
    if (beans == null) {
      beans =
          ManagementFactory.getGarbageCollectorMXBeans().stream()
              .filter(bean -> !concurrent(bean.getName()))
              .toList();
      before = new long[beans.size()];
      for (int i = 0; i < before.length; i++) {
        before[i] = beans.get(i).getCollectionTime();
      }
      return 0;
    }
    long sum = 0;
    long most = 0;
    longest = null;
    for (int i = 0; i < before.length; i++) {
      long millis = beans.get(i).getCollectionTime();
      long since = millis - before[i];
      before[i] = millis;
      sum += since;
      if (since > most) {
        most = since;
        longest = beans.get(i).getName();
      }
    }
    return TimeUnit.MILLISECONDS.toNanos(sum);
  }

  /** Such beans count the time in which the application went on. */
  private static boolean concurrent(String name) {
    return name.endsWith("Cycles") || name.equals("ZGC");
  }

  /** The collector that took most of it. */
  String longest() {
    return longest;
  }
}
