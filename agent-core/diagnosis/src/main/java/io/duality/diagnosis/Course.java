package io.duality.diagnosis;

import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.MemorySeen;
import io.duality.model.StallSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How the vitals went before and during an incident. */
final class Course {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** What grows over less may be the start of anything. */
  private static final long LEAST_TREND_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final double FULL = 0.85;

  private final List<Vitals> series;

  Course(Health health) {
    this.series = health.series();
  }

  /** The last reading, or null. */
  Vitals last() {
    return series.isEmpty() ? null : series.get(series.size() - 1);
  }

  /** Every reading that is remembered, oldest first. */
  List<Vitals> all() {
    return series;
  }

  /** The readings of the last minute. */
  List<Vitals> minute() {
    Vitals last = last();
    return series.stream().filter(each -> last.nanos() - each.nanos() < MINUTE).toList();
  }

  /** How much time the readings of the last minute cover. */
  long coveredNanos() {
    return minute().stream().mapToLong(Vitals::sinceNanos).sum();
  }

  /** A figure of the last minute, or {@link Vitals#UNKNOWN} when no reading has it. */
  long sum(ToLongFunction<Vitals> figure) {
    long sum = Vitals.UNKNOWN;
    for (Vitals each : minute()) {
      long value = figure.applyAsLong(each);
      sum = value < 0 ? sum : Math.max(0, sum) + value;
    }
    return sum;
  }

  /** The reading of the last minute in which a figure was greatest; null when none has it. */
  Vitals greatest(ToLongFunction<Vitals> figure) {
    Vitals greatest = null;
    for (Vitals each : minute()) {
      long value = figure.applyAsLong(each);
      if (value >= 0 && (greatest == null || value > figure.applyAsLong(greatest))) {
        greatest = each;
      }
    }
    return greatest;
  }

  /** The longest pause of the collector in the last minute, or {@link Vitals#UNKNOWN}. */
  long longestPause() {
    Vitals reading = greatest(each -> each.gc().longestNanos());
    return reading == null ? Vitals.UNKNOWN : reading.gc().longestNanos();
  }

  /** Who calls {@code System.gc()}, the most frequent first: each reading has the last one. */
  List<String> explicitCallers() {
    Map<String, Integer> callers = new LinkedHashMap<>();
    for (Vitals each : series) {
      if (each.gc().explicitAt() != null) {
        callers.merge(each.gc().explicitAt(), 1, Integer::sum);
      }
    }
    return callers.keySet().stream()
        .sorted(Comparator.comparing((String at) -> -callers.get(at)))
        .toList();
  }

  /** The part of the last minute in which the collector stopped the application; or negative. */
  double gcShare() {
    long pauses = sum(each -> each.gc().pauseNanos());
    long covered = coveredNanos();
    return pauses < 0 || covered <= 0 ? -1 : (double) pauses / covered;
  }

  /** The cores that the process used over the last minute; or negative. */
  double cores() {
    return mean(each -> each.cpu().process());
  }

  /** The same of all that use these cores; or negative. */
  double machine() {
    return mean(each -> each.cpu().machine());
  }

  /** Whether others than this process use up the processors. */
  boolean machineFull() {
    Vitals last = last();
    return last != null
        && last.cpu().cores() > 0
        && machine() > 0.95 * last.cpu().cores()
        && cpuShare() < 0.5;
  }

  /** The part of its cores that the process used over the last minute; or negative. */
  double cpuShare() {
    Vitals last = last();
    double used = cores();
    return last == null || used < 0 || last.cpu().cores() <= 0 ? -1 : used / last.cpu().cores();
  }

  private double mean(Function<Vitals, Double> figure) {
    double sum = 0;
    long weight = 0;
    for (Vitals each : series.isEmpty() ? series : minute()) {
      double value = figure.apply(each);
      if (value >= 0) {
        sum += value * each.sinceNanos();
        weight += each.sinceNanos();
      }
    }
    return weight == 0 ? -1 : sum / weight;
  }

  /** The longest time in which threads stood still, of all that is remembered; or null. */
  StallSeen longestStall() {
    StallSeen longest = null;
    for (StallSeen stall : stalls()) {
      longest =
          longest == null || stall.durationNanos() > longest.durationNanos() ? stall : longest;
    }
    return longest;
  }

  List<StallSeen> stalls() {
    List<StallSeen> stalls = new ArrayList<>();
    series.forEach(each -> stalls.addAll(each.stalls()));
    return stalls;
  }

  /** Whether what collections left is what is alive: young ones of some leave much more. */
  private static boolean tells(Vitals each) {
    return each.memory().liveBytes() >= 0
        && (each.memory().liveBy().equals("old")
            || !(each.gc().collector().equals("Parallel")
                || each.gc().collector().equals("Serial")));
  }

  /** The part of the heap that collections of the last minute left at most; or negative. */
  double liveShare() {
    MemorySeen.Area heap = area(MemorySeen.HEAP);
    if (heap == null || heap.limit() <= 0) {
      return -1;
    }
    Vitals fullest = greatest(each -> tells(each) ? each.memory().liveBytes() : Vitals.UNKNOWN);
    fullest = fullest == null ? greatest(each -> each.memory().liveBytes()) : fullest;
    return fullest == null ? -1 : (double) fullest.memory().liveBytes() / heap.limit();
  }

  /** Bytes per second by which the heap's live set grew over the readings; or negative. */
  double heapGrowth() {
    List<Trend.Point> points = new ArrayList<>();
    for (Vitals each : series) {
      MemorySeen memory = each.memory();
      long before = points.isEmpty() ? Long.MIN_VALUE : points.get(points.size() - 1).nanos();
      if (tells(each) && memory.liveNanos() > before) {
        points.add(new Trend.Point(memory.liveNanos(), (double) memory.liveBytes()));
      }
    }
    long over =
        points.size() < 2 ? 0 : points.get(points.size() - 1).nanos() - points.get(0).nanos();
    return over < LEAST_TREND_NANOS ? -1 : Trend.of(points).slopePerSecond();
  }

  /** The most that a collection of the last minute left, where that was a full heap; or -1. */
  long fullHeap() {
    MemorySeen.Area heap = area(MemorySeen.HEAP);
    Vitals most = heap == null ? null : greatest(each -> each.memory().liveBytes());
    return most == null || most.memory().liveBytes() < FULL * heap.limit()
        ? -1
        : most.memory().liveBytes();
  }

  /** The area of a name at the last reading that has it, or null. */
  MemorySeen.Area area(String name) {
    for (int i = series.size() - 1; i >= 0; i--) {
      MemorySeen.Area area = series.get(i).memory().area(name);
      if (area != null) {
        return area;
      }
    }
    return null;
  }

  /** {@code Not GC: …} and {@code Not CPU: …}, or what they did; empty when nobody knows. */
  List<String> innocent() {
    if (series.isEmpty()) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    long longest = longestPause();
    double gc = gcShare();
    boolean harmless = gc < 0.1 && longest < TimeUnit.MILLISECONDS.toNanos(500);
    if (longest >= 0) {
      String what =
          longest == 0 || sum(each -> each.gc().collections()) == 0
              ? "no pause"
              : "longest pause "
                  + Words.duration(longest)
                  + (harmless ? "" : ", " + Amounts.percent(gc) + " of the time");
      sentences.add(
          (harmless ? "Not GC: " : "GC as well: ")
              + what
              + " in the "
              + Words.duration(coveredNanos())
              + " before.");
    }
    double cpu = cpuShare();
    if (cpu >= 0) {
      sentences.add(
          (cpu < 0.8 ? "Not CPU: " : "CPU as well: ")
              + Amounts.percent(cpu)
              + " of "
              + Amounts.figure(last().cpu().cores())
              + (last().cpu().cores() == 1 ? " core" : " cores")
              + (machineFull() ? ", although the machine is full." : "."));
    }
    return sentences;
  }

  /** How the vitals are, a clause each; empty when nobody reads them. */
  List<String> state() {
    List<String> clauses = new ArrayList<>();
    Vitals last = last();
    if (last == null) {
      return clauses;
    }
    MemorySeen.Area heap = area(MemorySeen.HEAP);
    long live = last.memory().liveBytes();
    if (heap != null && live >= 0) {
      clauses.add(
          "heap "
              + Amounts.bytes(live)
              + (heap.limit() > 0 ? " of " + Amounts.bytes(heap.limit()) : "")
              + " after collection");
    }
    if (longestPause() >= 0) {
      clauses.add("longest GC pause " + Words.duration(longestPause()));
    }
    if (cpuShare() >= 0) {
      clauses.add(
          "CPU "
              + Amounts.percent(cpuShare())
              + " of "
              + Amounts.figure(last.cpu().cores())
              + (last.cpu().cores() == 1 ? " core" : " cores"));
    }
    for (HandleSeen each : last.handles()) {
      if (clauses.size() < 6) {
        clauses.add(
            PoolWords.number(each.count())
                + (each.limit() > 0 ? " of " + PoolWords.number(each.limit()) + " " : " ")
                + each.kind());
      }
    }
    return clauses;
  }
}
