package io.duality.diagnosis;

import io.duality.model.GcSeen;
import io.duality.model.Health;
import io.duality.model.MemorySeen;
import io.duality.model.StallSeen;
import io.duality.model.Vitals;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The members {@code memory} and {@code collector} of {@code resources.json}: the figures that
 * findings about them name, and their course over the last minutes. What is not known is left out.
 */
public final class VitalsDocument {
  private VitalsDocument() {}

  /** Adds them; {@code null} when nobody read them. */
  public static void into(Map<String, Object> document, Health health) {
    Vitals last = health.last();
    document.put("memory", last == null ? null : memory(health));
    document.put("collector", last == null ? null : collector(health));
  }

  private static Map<String, Object> memory(Health health) {
    MemorySeen memory = health.last().memory();
    List<Object> areas = new ArrayList<>();
    for (MemorySeen.Area area : memory.areas()) {
      Map<String, Object> row = Json.object("name", area.name(), "usedBytes", area.used());
      known(row, "limitBytes", area.limit());
      known(row, "count", area.count());
      areas.add(row);
    }
    Map<String, Object> object = Json.object("at", health.last().at().toString(), "areas", areas);
    if (memory.liveBytes() >= 0) {
      object.put(
          "heapAfterCollection",
          Json.object("usedBytes", memory.liveBytes(), "collection", memory.liveBy()));
    }
    List<Object> course = new ArrayList<>();
    for (Vitals each : health.series()) {
      Map<String, Object> row = Json.object("at", each.at().toString());
      known(row, "heapAfterCollectionBytes", each.memory().liveBytes());
      for (MemorySeen.Area area : each.memory().areas()) {
        row.put(area.name(), area.used());
      }
      course.add(row);
    }
    object.put("course", course);
    return object;
  }

  private static Map<String, Object> collector(Health health) {
    Map<String, Object> object = Json.object("name", health.last().gc().collector());
    List<Object> course = new ArrayList<>();
    for (Vitals each : health.series()) {
      GcSeen gc = each.gc();
      Map<String, Object> row = Json.object("at", each.at().toString());
      known(row, "collections", gc.collections());
      known(row, "full", gc.full());
      nanos(row, "pauseMillis", gc.pauseNanos());
      nanos(row, "longestMillis", gc.longestNanos());
      known(row, "explicit", gc.explicit());
      known(row, "freedBytes", gc.freedBytes());
      known(row, "allocatedBytes", gc.allocatedBytes());
      known(row, "allocationStalls", gc.allocationStalls());
      nanos(row, "stalledMillis", gc.stalledNanos());
      known(row, "copyFailures", gc.copyFailures());
      known(row, "finalizers", gc.finalizers());
      known(row, "cleaners", gc.cleaners());
      known(row, "softCleared", gc.softCleared());
      text(row, "cause", gc.cause());
      text(row, "explicitAt", gc.explicitAt());
      stalls(row, each);
      course.add(row);
    }
    object.put("course", course);
    return object;
  }

  private static void stalls(Map<String, Object> row, Vitals vitals) {
    List<Object> stalls = new ArrayList<>();
    for (StallSeen stall : vitals.stalls()) {
      Map<String, Object> one =
          Json.object("cause", stall.cause().name().toLowerCase(java.util.Locale.ROOT));
      nanos(one, "millis", stall.durationNanos());
      text(one, "operation", stall.operation());
      text(one, "caller", stall.caller());
      stalls.add(one);
    }
    if (!stalls.isEmpty()) {
      row.put("stalls", stalls);
    }
  }

  private static void known(Map<String, Object> row, String name, long value) {
    if (value >= 0) {
      row.put(name, value);
    }
  }

  private static void nanos(Map<String, Object> row, String name, long nanos) {
    known(row, name, nanos < 0 ? nanos : nanos / 1_000_000);
  }

  private static void text(Map<String, Object> row, String name, String text) {
    if (text != null) {
      row.put(name, text);
    }
  }
}
