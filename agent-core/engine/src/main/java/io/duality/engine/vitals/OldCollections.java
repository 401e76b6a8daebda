package io.duality.engine.vitals;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often the collector looked at all objects, so that classes could be unloaded: by its beans
 * and, as the beans of G1 know no concurrent cycle before JDK 20, by the flight recorder.
 */
final class OldCollections {
  private static final List<String> YOUNG =
      List.of("Young", "Minor", "Copy", "Scavenge", "ParNew", "Pauses");

  private final AtomicLong heard = new AtomicLong();
  private List<GarbageCollectorMXBean> beans;

  void listen(EventWatch events) {
    events.on("jdk.OldGarbageCollection", event -> heard.incrementAndGet());
  }

  /** Grows with each; one of them may count twice. */
  long count() {
    if (beans == null) {
      beans = new ArrayList<>();
      for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
        if (YOUNG.stream().noneMatch(bean.getName()::contains)) {
          beans.add(bean);
        }
      }
    }
    long count = heard.get();
    for (GarbageCollectorMXBean bean : beans) {
      count += Math.max(0, bean.getCollectionCount());
    }
    return count;
  }
}
