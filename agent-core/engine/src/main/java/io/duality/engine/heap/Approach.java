package io.duality.engine.heap;

import io.duality.model.MemorySeen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether a kind of memory is on its way to the level of an alarm. For one thread. */
final class Approach {
  /** Half-way to the level of an alarm, and this part of the limit above the first reading. */
  private static final double HALF = 0.5;

  private static final double GROWN = 0.1;

  private final Map<String, Long> first = new HashMap<>();
  private boolean risen;

  /**
   * Takes a reading.
   *
   * @param alive bytes of the heap that may be alive, or negative
   * @param level the share of a limit that makes an alarm
   */
  boolean near(MemorySeen seen, long alive, double level) {
    MemorySeen.Area heap = seen.area(MemorySeen.HEAP);
    risen = false;
    boolean any = heap != null && alive >= 0 && near(MemorySeen.HEAP, alive, heap.limit(), level);
    for (String kind : List.of(MemorySeen.DIRECT, MemorySeen.METASPACE)) {
      MemorySeen.Area area = seen.area(kind);
      any |= area != null && near(kind, area.used(), area.limit(), level);
    }
    return any;
  }

  private boolean near(String kind, long used, long limit, double level) {
    long least = Math.min(used, first.getOrDefault(kind, used));
    first.put(kind, least);
    boolean grown = limit > 0 && used - least >= GROWN * limit;
    risen |= grown && kind.equals(MemorySeen.HEAP);
    return grown && used >= HALF * level * limit;
  }

  /** Whether the heap is that much above its first reading, however far from any level. */
  boolean risen() {
    return risen;
  }
}
