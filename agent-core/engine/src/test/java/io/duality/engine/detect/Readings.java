package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.CpuSeen;
import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Vitals second by second, and what the detectors say of them. */
final class Readings {
  static final long MIB = 1L << 20;
  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

  private final Watched watched;
  private final List<MemorySeen.Area> areas = new ArrayList<>();
  private final Looks looks = new Looks();
  private int second;
  private long live = Vitals.UNKNOWN;
  private long liveNanos = Vitals.UNKNOWN;
  private String liveBy = "";
  String collector = "G1";
  long collections;
  long full;
  long pauseMillis;
  long longestMillis;
  String cause;
  long explicit;
  String explicitAt;
  long stalls;
  long stalledMillis;
  long finalizers;
  long softCleared;
  long freed;
  long allocated;

  Readings(Watched watched) {
    this.watched = watched;
  }

  /** What the heap held after a collection in this second. */
  Readings live(double mib, String by) {
    live = (long) (mib * MIB);
    liveNanos = (second + 1) * SECOND - 1;
    liveBy = by;
    return this;
  }

  Readings area(String name, double mib, long limitMib) {
    areas.removeIf(area -> area.name().equals(name));
    areas.add(
        new MemorySeen.Area(
            name, (long) (mib * MIB), limitMib < 0 ? -1 : limitMib * MIB, Vitals.UNKNOWN));
    return this;
  }

  /** A second has passed: takes the reading and asks the detectors. */
  List<Alarm> tick() {
    second++;
    GcSeen gc =
        new GcSeen(
            collector,
            collections,
            pauseMillis * 1_000_000,
            longestMillis * 1_000_000,
            cause,
            explicit,
            explicitAt,
            freed,
            allocated,
            stalls,
            stalledMillis * 1_000_000,
            finalizers,
            0,
            softCleared,
            full,
            0,
            Vitals.UNKNOWN,
            null);
    Vitals vitals =
        new Vitals(
            START.plusSeconds(second),
            second * SECOND,
            SECOND,
            new MemorySeen(areas, live, liveNanos, liveBy),
            gc,
            CpuSeen.NOTHING,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    Round round = new Round(second * SECOND, List.of(), List.of(), Map.of(), vitals, Map.of());
    boolean wanted = watched.detectors().absorb(round);
    List<Alarm> alarms =
        watched.all(looks.at(second), round).values().stream().flatMap(List::stream).toList();
    if (wanted == alarms.isEmpty()) {
      throw new AssertionError("a look is wanted: " + wanted + ", but it gives " + alarms);
    }
    return alarms;
  }

  /** So many seconds; the alarms of the last one. */
  List<Alarm> ticks(int seconds) {
    List<Alarm> last = List.of();
    for (int i = 0; i < seconds; i++) {
      last = tick();
    }
    return last;
  }

  int second() {
    return second;
  }
}
