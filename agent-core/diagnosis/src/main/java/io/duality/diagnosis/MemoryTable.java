package io.duality.diagnosis;

import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.time.Duration;
import java.util.List;

/** The table of every kind of memory against its limit. */
final class MemoryTable {
  private static final int MOST = 9;

  private final Course course;

  MemoryTable(Course course) {
    this.course = course;
  }

  /** Every area of the last reading, and what the heap held after collection. */
  Existing table() {
    Existing table = Existing.columns("memory", "used", "limit", "share", change());
    Vitals last = course.last();
    if (last == null) {
      return table;
    }
    MemorySeen memory = last.memory();
    if (memory.liveBytes() >= 0) {
      MemorySeen.Area heap = course.area(MemorySeen.HEAP);
      long limit = heap == null ? Vitals.UNKNOWN : heap.limit();
      table =
          row(
              table,
              "heap after " + (memory.liveBy().equals("young") ? "young " : "") + "collection",
              memory.liveBytes(),
              limit,
              memory.liveBytes() - first(each -> each.liveBytes()));
    }
    int rows = 0;
    for (MemorySeen.Area area : memory.areas()) {
      if (area.used() > 0 && rows < MOST) {
        long before =
            first(each -> each.area(area.name()) == null ? -1 : each.area(area.name()).used());
        table =
            row(table, area.name() + count(area), area.used(), area.limit(), area.used() - before);
        rows++;
      }
    }
    return table;
  }

  /** What the area consists of, where that is counted. */
  private static String count(MemorySeen.Area area) {
    if (area.count() <= 0) {
      return "";
    }
    boolean classes = List.of(MemorySeen.METASPACE, MemorySeen.CLASS_SPACE).contains(area.name());
    return ", " + PoolWords.number(area.count()) + (classes ? " classes" : " of them");
  }

  private String change() {
    List<Vitals> all = course.all();
    return all.size() < 2
        ? "change"
        : "change in "
            + Words.duration(
                Duration.between(all.get(0).at(), course.last().at()).toSeconds() * 1_000_000_000L);
  }

  private long first(java.util.function.ToLongFunction<MemorySeen> figure) {
    for (Vitals each : course.all()) {
      long value = figure.applyAsLong(each.memory());
      if (value >= 0) {
        return value;
      }
    }
    return 0;
  }

  private static Existing row(Existing table, String name, long used, long limit, long change) {
    return table.row(
        name,
        Amounts.bytes(used),
        limit > 0 ? Amounts.bytes(limit) : "none known",
        limit > 0 ? Amounts.percent((double) used / limit) : "-",
        (change > 0 ? "+" : "") + Amounts.bytes(change));
  }
}
