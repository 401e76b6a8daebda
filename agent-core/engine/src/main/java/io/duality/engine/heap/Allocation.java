package io.duality.engine.heap;

import io.duality.model.ImplicatedTrace;
import io.duality.model.LeakSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Who allocated what is still alive: where, when, and for which requests. Pure. */
final class Allocation {
  private static final int MOST = 20;
  private static final int MOST_TRACES = 5;

  /** With fewer samples arrays and strings may be anybody's. */
  private static final int SAMPLES = 6;

  /**
   * What is allocated again and again has samples of all ages; those of one moment are of something
   * that was set up then.
   */
  private static final long AGES_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final List<Sample> relevant;
  private final IntFunction<String> names;
  private final long now;

  /**
   * @param samples of what accumulates
   * @param names the span names by their numbers; null for one that is not remembered
   * @param now on the clock of {@code System.nanoTime}
   */
  Allocation(List<Sample> samples, IntFunction<String> names, long now) {
    this.relevant = telling(samples, now);
    this.names = names;
    this.now = now;
  }

  /** How old the youngest and the oldest are, in nanoseconds; empty without samples. */
  List<Long> ages() {
    return ages(relevant, now);
  }

  /**
   * Those that several pulses saw, if there are. Few of them say nothing but of classes that only
   * one place makes.
   */
  private static List<Sample> telling(List<Sample> since, long now) {
    List<Sample> lasting =
        since.stream().filter(sample -> sample.lastPulse() > sample.firstPulse()).toList();
    List<Sample> told = lasting.isEmpty() ? since : lasting;
    List<Long> ages = ages(told, now);
    boolean weak = told.size() < SAMPLES || ages.get(1) - ages.get(0) < AGES_NANOS;
    return weak ? told.stream().filter(Allocation::particular).toList() : told;
  }

  private static boolean particular(Sample sample) {
    String name = sample.key().className();
    return !ClassNames.foreign(name)
        || name.equals(BufferSamples.BUFFER)
        || name.equals(ClassSamples.METADATA);
  }

  /** The frame of the application that allocates most of it, or null. */
  String site() {
    Map<String, Integer> sites = new HashMap<>();
    for (Sample sample : relevant) {
      if (sample.site() != null) {
        sites.merge(sample.site(), 1, Integer::sum);
      }
    }
    return sites.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static List<Long> ages(List<Sample> relevant, long now) {
    if (relevant.isEmpty()) {
      return List.of();
    }
    long youngest = Long.MAX_VALUE;
    long oldest = 0;
    for (Sample sample : relevant) {
      long age = Math.max(0, now - sample.allocatedNanos());
      youngest = Math.min(youngest, age);
      oldest = Math.max(oldest, age);
    }
    return List.of(youngest, oldest);
  }

  /** Of the samples whose thread was watched when they were allocated. */
  List<LeakSeen.Share> shares() {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Map<String, ImplicatedTrace>> traces = new HashMap<>();
    int of = 0;
    for (Sample sample : relevant) {
      ContextHistory.Moment context = sample.context();
      if (context != null && context.seen()) {
        of++;
        String name = name(context);
        counts.merge(name, 1, Integer::sum);
        Map<String, ImplicatedTrace> some =
            traces.computeIfAbsent(name, key -> new LinkedHashMap<>());
        if (context.traced() && some.size() < MOST_TRACES) {
          String id = hex(context.high()) + hex(context.low());
          TraceRef trace =
              new TraceRef(
                  id, hex(context.span()), names.apply(context.spanNameId()), context.sampled());
          some.putIfAbsent(id, new ImplicatedTrace(trace, "allocator", sample.thread(), Map.of()));
        }
      }
    }
    List<LeakSeen.Share> shares = new ArrayList<>();
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      shares.add(
          new LeakSeen.Share(
              count.getKey(),
              count.getValue(),
              of,
              List.copyOf(traces.get(count.getKey()).keySet()),
              List.copyOf(traces.get(count.getKey()).values())));
    }
    shares.sort(
        Comparator.comparingLong(LeakSeen.Share::samples)
            .reversed()
            .thenComparing(LeakSeen.Share::spanName));
    return shares.subList(0, Math.min(shares.size(), MOST));
  }

  private String name(ContextHistory.Moment context) {
    String name = context.traced() ? names.apply(context.nameId()) : "";
    return name == null ? "a span whose name is not known" : name;
  }

  private static String hex(long half) {
    String digits = Long.toHexString(half);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
