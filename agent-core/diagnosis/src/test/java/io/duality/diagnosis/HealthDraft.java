package io.duality.diagnosis;

import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.CrashSeen;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.GcSeen;
import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.Histogram;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.StallSeen;
import io.duality.model.TraceRef;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Vitals as a person would tell them: one reading a second, the last one at the look. */
final class HealthDraft {
  /** In place of a span's name: there is a trace, and nobody knows what its span is called. */
  static final String NAMELESS = "-";

  static final long MIB = 1024 * 1024;
  private static final long SECOND = 1_000_000_000L;

  private int seconds = 60;
  private IntFunction<MemorySeen> memory = ago -> MemorySeen.NOTHING;
  private IntFunction<GcSeen> gc = ago -> quiet(9);
  private IntFunction<CpuSeen> cpu = ago -> cpu(0.22);
  private IntFunction<List<HandleSeen>> handles = ago -> List.of();
  private IntFunction<List<ErrorSeen>> errorsThen = ago -> List.of();
  private final List<StallSeen> stalls = new ArrayList<>();
  private final List<LeakSeen> leaks = new ArrayList<>();
  private final List<ErrorSeen> errors = new ArrayList<>();
  private final List<FailureSeen> failures = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private CrashSeen crash;
  private Histogram baseline;
  private Histogram histogram;

  HealthDraft unknown(String subject, String what, String why) {
    unknown.add(new Unknown(subject, what, why));
    return this;
  }

  HealthDraft seconds(int n) {
    seconds = n;
    return this;
  }

  /** A heap of 512 MiB whose live set is so many MiB, so many seconds ago. */
  HealthDraft heap(IntFunction<Double> liveMib, MemorySeen.Area... others) {
    memory =
        ago -> {
          long live = (long) (liveMib.apply(ago) * MIB);
          List<MemorySeen.Area> areas = new ArrayList<>();
          areas.add(area(MemorySeen.HEAP, Math.min(512 * MIB, live + 40 * MIB), 512 * MIB));
          areas.addAll(List.of(others));
          return new MemorySeen(areas, live, at(ago), "old");
        };
    return this;
  }

  HealthDraft memory(IntFunction<MemorySeen> of) {
    memory = of;
    return this;
  }

  static MemorySeen.Area area(String name, long used, long limit) {
    return new MemorySeen.Area(name, used, limit, Vitals.UNKNOWN);
  }

  HealthDraft gc(IntFunction<GcSeen> of) {
    gc = of;
    return this;
  }

  /** One young collection a second, so many milliseconds long. */
  static GcSeen quiet(long millis) {
    return pause(1, millis, millis, "G1 Evacuation Pause", 0, null);
  }

  static GcSeen pause(
      long collections, long millis, long longest, String cause, long explicit, String at) {
    return new GcSeen(
        "G1",
        collections,
        millis * 1_000_000,
        longest * 1_000_000,
        cause,
        explicit,
        at,
        60 * MIB,
        62 * MIB,
        0,
        0,
        0,
        0,
        0);
  }

  /** So many MiB allocated in a second. */
  static GcSeen allocates(long mib) {
    GcSeen quiet = quiet(9);
    return new GcSeen(
        quiet.collector(),
        quiet.collections(),
        quiet.pauseNanos(),
        quiet.longestNanos(),
        quiet.cause(),
        0,
        null,
        mib * MIB,
        mib * MIB,
        0,
        0,
        0,
        0,
        0);
  }

  HealthDraft cpu(IntFunction<CpuSeen> of) {
    cpu = of;
    return this;
  }

  static CpuSeen cpu(double process, ThreadCpu... threads) {
    return new CpuSeen(2, process, process + 0.3, 0, 0, List.of(threads));
  }

  HealthDraft handles(IntFunction<List<HandleSeen>> of) {
    handles = of;
    return this;
  }

  HealthDraft stall(
      double agoSeconds, long millis, StallSeen.Cause cause, String operation, String caller) {
    stalls.add(
        new StallSeen(
            Scene.NOW - (long) (agoSeconds * SECOND),
            millis * 1_000_000,
            cause,
            operation,
            caller));
    return this;
  }

  HealthDraft leak(LeakSeen leak) {
    leaks.add(leak);
    return this;
  }

  HealthDraft error(ErrorSeen error) {
    errors.add(error);
    return this;
  }

  HealthDraft errorsThen(IntFunction<List<ErrorSeen>> of) {
    errorsThen = of;
    return this;
  }

  HealthDraft failure(
      String kind,
      long agoMillis,
      String className,
      long thread,
      String name,
      String knownBy,
      String span,
      StackTraceElement... frames) {
    TraceRef trace =
        span == null
            ? null
            : new TraceRef(
                String.format("%032x", 0xabc000 + thread),
                String.format("%016x", thread),
                span.equals(NAMELESS) ? null : span,
                true);
    failures.add(
        new FailureSeen(
            kind,
            Scene.NOW - agoMillis * 1_000_000,
            className,
            thread,
            name,
            knownBy,
            trace,
            List.of(frames)));
    return this;
  }

  HealthDraft crash(CrashSeen of) {
    crash = of;
    return this;
  }

  private static long at(int ago) {
    return Scene.NOW - ago * SECOND;
  }

  /** The classes on the heap, most bytes first, so long before the incident and now. */
  HealthDraft counted(int ago, List<Histogram.Row> before, List<Histogram.Row> now) {
    baseline = histogram(ago, before);
    histogram = histogram(0, now);
    return this;
  }

  private static Histogram histogram(int ago, List<Histogram.Row> rows) {
    return new Histogram(
        Scene.AT.minusSeconds(ago),
        at(ago),
        true,
        rows,
        rows.stream().mapToLong(Histogram.Row::bytes).sum(),
        rows.stream().mapToLong(Histogram.Row::instances).sum());
  }

  Health health() {
    List<Vitals> series = new ArrayList<>();
    for (int ago = seconds - 1; ago >= 0; ago--) {
      int then = ago;
      series.add(
          new Vitals(
              Scene.AT.minusSeconds(ago),
              at(ago),
              SECOND,
              memory.apply(ago),
              gc.apply(ago),
              cpu.apply(ago),
              stalls.stream()
                  .filter(s -> s.endNanos() <= at(then) && s.endNanos() > at(then + 1))
                  .toList(),
              handles.apply(ago),
              errorsThen.apply(ago),
              List.of(),
              List.of()));
    }
    return new Health(series, leaks, errors, failures, baseline, histogram, crash, unknown);
  }
}
