package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.config.Globs;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds memory that is nearly used up. Of the heap only what collections leave counts: garbage is
 * no trouble, however much of it there is.
 */
final class MemoryLevelDetector implements Detector {
  /** What was above its share is below it again only when it is so much below. */
  private static final double HYSTERESIS = 0.05;

  /** Collections that did not look at everything have to agree. */
  private static final int AGREE = 3;

  /** Buffers wait for a collection to be freed: for so long they are not too many yet. */
  private static final int BUFFER_READINGS = 10;

  /** The same when nothing was collected in all that time. */
  private static final int UNCOLLECTED_READINGS = 60;

  private final TriggerSettings rule;
  private final Globs kinds;
  private final double share;
  private final Map<String, Level> levels = new LinkedHashMap<>();
  private long liveNanos = Vitals.UNKNOWN;
  private List<Long> allocators = List.of();

  /** One kind of memory. */
  private static final class Level {
    int above;
    boolean on;

    /** Whether there was a collection since it is above; for what is freed by one. */
    boolean collected;

    long used;
    long limit;
    long count;
  }

  MemoryLevelDetector(TriggerSettings rule) {
    this.rule = rule;
    this.kinds = rule.kinds();
    this.share = rule.get(TriggerKeys.SHARE);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals != null) {
      for (MemorySeen.Area area : vitals.memory().areas()) {
        if (area.limit() > 0 && kinds.matches(area.name())) {
          if (area.name().equals(MemorySeen.HEAP)) {
            heap(vitals, area.limit());
          } else {
            boolean freedLater = area.name().equals(MemorySeen.DIRECT);
            see(area, area.used(), freedLater ? weight(vitals) : 1, freedLater ? enough() : 1);
          }
        }
      }
      allocators = Allocators.of(vitals);
    }
    for (Level level : levels.values()) {
      if (level.on) {
        return true;
      }
    }
    return false;
  }

  /** A full collection has freed the buffers that nobody uses any more. */
  private int weight(Vitals vitals) {
    Level level = level(MemorySeen.DIRECT);
    if (vitals.gc().collections() != 0 && !level.collected) {
      level.collected = true;
      level.above = Math.min(level.above, BUFFER_READINGS - 2); // what is dead is freed behind it
    }
    return vitals.gc().full() > 0 ? BUFFER_READINGS / 2 : 1;
  }

  private int enough() {
    return level(MemorySeen.DIRECT).collected ? BUFFER_READINGS : UNCOLLECTED_READINGS;
  }

  private Level level(String name) {
    return levels.computeIfAbsent(name, any -> new Level());
  }

  /**
   * What a collection left. Young collections of all but G1 leave what they did not look at; the
   * old ones of these collectors come before there is no room.
   */
  private void heap(Vitals vitals, long limit) {
    MemorySeen memory = vitals.memory();
    boolean old = memory.liveBy().equals("old");
    if (memory.liveBytes() >= 0
        && memory.liveNanos() != liveNanos
        && (old || vitals.gc().collector().equals("G1"))) {
      liveNanos = memory.liveNanos();
      boolean whole = old && vitals.gc().full() > 0;
      MemorySeen.Area live =
          new MemorySeen.Area(MemorySeen.HEAP, memory.liveBytes(), limit, Vitals.UNKNOWN);
      see(live, memory.liveBytes(), whole ? AGREE : 1, AGREE);
    }
  }

  private void see(MemorySeen.Area area, long used, int weight, int enough) {
    Level level = level(area.name());
    level.used = used;
    level.limit = area.limit();
    level.count = area.count();
    double now = area.share();
    if (now >= share) {
      level.above = Math.min(enough, level.above + weight);
      level.on |= level.above >= enough;
    } else {
      level.above = 0;
      level.collected = false;
      level.on &= now >= share - HYSTERESIS;
    }
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    levels.forEach(
        (name, level) -> {
          if (level.on) {
            alarms.add(alarm(name, level));
          }
        });
    return alarms;
  }

  private static String counted(String name, long count) {
    return name.equals(MemorySeen.METASPACE)
        ? count + " loaded classes"
        : Sentences.count(count, "buffer");
  }

  private Alarm alarm(String name, Level level) {
    long percent = Math.round(100.0 * level.used / level.limit);
    boolean heap = name.equals(MemorySeen.HEAP);
    return new Alarm(
        "memory-level",
        Signatures.of("memory-level", List.of(name)),
        "memory-level.share of " + name + " > " + Math.round(share * 100) + "%",
        percent + "%",
        name
            + ": "
            + Units.spoken(level.used)
            + " of "
            + Units.spoken(level.limit)
            + (heap ? " stay in use after collections, " : " are in use, ")
            + percent
            + " %"
            + (level.count > 0 ? ", in " + counted(name, level.count) : ""),
        "memory:" + name,
        heap ? allocators : List.of(),
        0,
        List.of());
  }
}
