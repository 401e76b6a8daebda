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

  /**
   * Takes a reading.
   *
   * @param level the share of a limit that makes an alarm
   */
  boolean near(MemorySeen seen, double level) {
    MemorySeen.Area heap = seen.area(MemorySeen.HEAP);
    boolean any =
        heap != null
            && seen.liveBytes() >= 0
            && near(MemorySeen.HEAP, seen.liveBytes(), heap.limit(), level);
    for (String kind : List.of(MemorySeen.DIRECT, MemorySeen.METASPACE)) {
      MemorySeen.Area area = seen.area(kind);
      any |= area != null && near(kind, area.used(), area.limit(), level);
    }
    return any;
  }

  private boolean near(String kind, long used, long limit, double level) {
    long least = Math.min(used, first.getOrDefault(kind, used));
    first.put(kind, least);
    return limit > 0 && used >= HALF * level * limit && used - least >= GROWN * limit;
  }
}
