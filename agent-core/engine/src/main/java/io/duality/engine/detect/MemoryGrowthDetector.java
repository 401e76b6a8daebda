package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds memory that will be used up: what stays on the heap after collections, class metadata,
 * direct buffers, and what the process has beside its heap. Below its level growth is only a
 * suspicion, which {@link #growing} tells. A cache that fills grows in the same way until it is
 * full, so above the level an alarm waits as long as there is time to: until half of the rest is
 * used as well, or the end is near.
 */
final class MemoryGrowthDetector implements Detector {
  private static final int BUCKET_LOOKS = 10;
  private static final long LEAST_BUCKET_NANOS = 1_000_000_000L;

  /** Time enough to take all evidence, several times over. */
  private static final long NEAR_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final List<String> AREAS =
      List.of(MemorySeen.METASPACE, MemorySeen.CLASS_SPACE, MemorySeen.DIRECT, MemorySeen.NATIVE);

  private final TriggerSettings rule;
  private final double level;
  private final long horizon;
  private final long bucketNanos;
  private final Map<String, Area> areas = new LinkedHashMap<>();
  private final Area young;
  private final Area old;
  private boolean heapByYoung = true;
  private long liveNanos = Vitals.UNKNOWN;
  private List<Long> allocators = List.of();

  /** One kind of memory and its course. */
  private static final class Area {
    final String name;
    final Growth growth;
    long limit = Vitals.UNKNOWN;
    long since = Vitals.UNKNOWN;
    boolean alarmed;

    Area(String name, long bucketNanos) {
      this.name = name;
      this.growth = new Growth(bucketNanos);
    }

    double share() {
      return limit <= 0 ? -1 : growth.level() / limit;
    }
  }

  /**
   * @param interval the rhythm of the watch; ten of it are one bucket
   */
  MemoryGrowthDetector(TriggerSettings rule, long interval) {
    this.rule = rule;
    this.level = rule.get(VitalKeys.LEVEL);
    this.horizon = rule.get(VitalKeys.HORIZON).toNanos();
    this.bucketNanos = Math.max(LEAST_BUCKET_NANOS, BUCKET_LOOKS * interval);
    this.young = new Area(MemorySeen.HEAP, bucketNanos);
    this.old = new Area(MemorySeen.HEAP, bucketNanos);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals != null) {
      heap(vitals);
      for (String name : AREAS) {
        MemorySeen.Area seen = vitals.memory().area(name);
        if (seen != null && seen.used() >= 0) {
          Area area = areas.computeIfAbsent(name, key -> new Area(key, bucketNanos));
          area.limit = seen.limit();
          if (area.growth.advance(vitals.nanos())) {
            judge(area, vitals.nanos(), false);
          }
          area.growth.add(vitals.nanos(), seen.used());
        }
      }
      allocators = Allocators.of(vitals);
    }
    return (young.alarmed || old.alarmed || anyArea()) && !alarming().isEmpty();
  }

  private boolean anyArea() {
    for (Area area : areas.values()) {
      if (area.alarmed) {
        return true;
      }
    }
    return false;
  }

  /**
   * G1's young collections tell how much is alive, about. Those of the others tell how much of it
   * they have not looked at, so there only collections of the old objects count. These are rare: a
   * few that all left more than the one before are enough.
   */
  private void heap(Vitals vitals) {
    MemorySeen memory = vitals.memory();
    MemorySeen.Area seen = memory.area(MemorySeen.HEAP);
    young.limit = seen == null ? Vitals.UNKNOWN : seen.limit();
    old.limit = young.limit;
    boolean closed = young.growth.advance(vitals.nanos());
    boolean closedOld = old.growth.advance(vitals.nanos());
    if (closed) {
      judge(young, vitals.nanos(), false);
    }
    if (closedOld) {
      judge(old, vitals.nanos(), !young(vitals.gc()));
    }
    if (memory.liveBytes() >= 0 && memory.liveNanos() != liveNanos) {
      liveNanos = memory.liveNanos();
      young.growth.add(vitals.nanos(), memory.liveBytes());
      if (memory.liveBy().equals("old")) {
        old.growth.add(vitals.nanos(), memory.liveBytes());
      }
    }
    heapByYoung = young(vitals.gc());
  }

  private static boolean young(GcSeen gc) {
    return gc.collector().equals("G1");
  }

  private void judge(Area area, long now, boolean few) {
    area.growth.judge(area.limit, horizon, few);
    boolean grows = area.growth.growing();
    area.since = grows ? (area.since < 0 ? now : area.since) : Vitals.UNKNOWN;
    // A level that was reached is not left by a little less.
    area.alarmed = grows && (area.alarmed ? area.share() >= 0.95 * level : due(area));
  }

  private boolean due(Area area) {
    double left = area.growth.exhaustedInNanos(area.limit);
    boolean late = area.share() >= (1 + level) / 2 || (left >= 0 && left < NEAR_NANOS);
    return area.share() >= level && late && !area.growth.levelsOff(area.limit);
  }

  private List<Area> suspected() {
    List<Area> found = new ArrayList<>();
    Area heap = heapByYoung ? young : old;
    if (heap.growth.growing()) {
      found.add(heap);
    }
    for (Area area : areas.values()) {
      if (area.growth.growing()) {
        found.add(area);
      }
    }
    return found;
  }

  private List<Area> alarming() {
    return suspected().stream().filter(area -> area.alarmed).toList();
  }

  @Override
  public List<GrowthSuspect> growing() {
    List<Area> suspected = suspected();
    if (suspected.isEmpty()) {
      return List.of();
    }
    return suspected.stream()
        .map(
            area ->
                new GrowthSuspect(
                    area.name,
                    area.since,
                    (long) area.growth.level(),
                    area.limit,
                    area.growth.bytesPerSecond(),
                    area.growth.exhaustedInNanos(area.limit),
                    area.alarmed))
        .toList();
  }

  @Override
  public List<Alarm> look(View view) {
    return alarming().stream().map(this::alarm).toList();
  }

  private Alarm alarm(Area area) {
    long left = area.growth.exhaustedInNanos(area.limit);
    String full = Units.spoken(left, " ");
    return new Alarm(
        "memory-growth",
        Signatures.of("memory-growth", List.of(area.name)),
        "memory-growth.exhausted < "
            + Units.print(rule.get(VitalKeys.HORIZON))
            + ", level > "
            + Math.round(level * 100)
            + "%",
        Units.spoken(left, ""),
        area.name
            + (area.name.endsWith("s") ? " grow by " : " grows by ")
            + Units.spoken((long) area.growth.bytesPerSecond())
            + " a second"
            + (area.name.equals(MemorySeen.HEAP)
                ? ": after collections " + Units.spoken((long) area.growth.level()) + " of "
                : ": " + Units.spoken((long) area.growth.level()) + " of ")
            + Units.spoken(area.limit)
            + " are in use, and all of it in "
            + full
            + " if it goes on",
        "memory:" + area.name,
        area.name.equals(MemorySeen.HEAP) ? allocators : List.of(),
        0,
        List.of(),
        Set.of());
  }
}
