package io.duality.model.config;

import java.time.Duration;
import java.util.List;

/** The keys that only triggers on memory, processor, errors and the process's end have. */
public final class VitalKeys {
  private static final TriggerRow<Duration> HORIZON_ROW =
      TriggerRow.some(
              "horizon",
              Types.duration("1m", "7d"),
              "30m",
              "The memory (memory-growth) or the limit of handles (leak-handles: 1h) is used up"
                  + " within this time if it goes on.")
          .of(TriggerType.MEMORY_GROWTH, "30m")
          .of(TriggerType.LEAK_HANDLES, "1h");
  private static final TriggerRow<Double> LEVEL_ROW =
      TriggerRow.some(
              "level",
              Types.percent("1%", "100%"),
              "60%",
              "Of a memory-growth trigger: how much of its limit has to be used before it fires.")
          .of(TriggerType.MEMORY_GROWTH, "60%");
  private static final TriggerRow<Duration> PAUSE_ROW =
      TriggerRow.some(
              "pause",
              Types.duration("10ms", "10m"),
              "1s",
              "Of a gc trigger: a single pause longer than this.")
          .of(TriggerType.GC, "1s");
  private static final TriggerRow<Duration> LATE_ROW =
      TriggerRow.some(
              "late",
              Types.duration("50ms", "10m"),
              "1s",
              "Of a hiccup trigger: for how long the application's threads stood still.")
          .of(TriggerType.HICCUP, "1s");
  private static final TriggerRow<Double> THREAD_ROW =
      TriggerRow.some(
              "thread",
              Types.percent("1%", "100%"),
              "90%",
              "Of a cpu trigger: what part of a core one thread uses.")
          .of(TriggerType.CPU, "90%");
  private static final TriggerRow<Double> PROCESS_ROW =
      TriggerRow.some(
              "process",
              Types.percent("1%", "100%"),
              "90%",
              "Of a cpu trigger: what part of all its cores the process uses without progress.")
          .of(TriggerType.CPU, "90%");
  private static final TriggerRow<Duration> FOR_ROW =
      TriggerRow.some(
              "for",
              Types.duration("1s", "1d"),
              "30s",
              "For how long it has to be so (cpu, metric).")
          .of(TriggerType.CPU, "30s")
          .of(TriggerType.METRIC, "30s");
  private static final TriggerRow<Rate> RATE_ROW =
      TriggerRow.some(
              "rate",
              Types.limit(),
              "10/1s",
              "Of an errors trigger: errors of one signature, far above what is usual for it.")
          .of(TriggerType.ERRORS, "10/1s");
  private static final TriggerRow<Integer> PERIODIC_ROW =
      TriggerRow.some(
              "periodic",
              Types.count(4, 1_000, "arrivals"),
              "6",
              "Of an errors trigger: how many errors of one signature in a steady rhythm.")
          .of(TriggerType.ERRORS, "6");
  private static final TriggerRow<String> METRIC_ROW =
      TriggerRow.some(
              "metric",
              MetricName.type(),
              "",
              "Of a metric trigger: an attribute of an MBean, as"
                  + " java.lang:type=Memory/HeapMemoryUsage.used, a field of an event, as"
                  + " jdk.CPULoad/machineTotal, or a counter of the agent, as duality/waits.")
          .of(TriggerType.METRIC, "");
  private static final TriggerRow<String> ABOVE_ROW =
      TriggerRow.some(
              "above",
              MetricName.bound(),
              "",
              "Of a metric trigger: the value is greater; a number, a share or a size.")
          .of(TriggerType.METRIC, "");
  private static final TriggerRow<String> BELOW_ROW =
      TriggerRow.some("below", MetricName.bound(), "", "Of a metric trigger: the value is less.")
          .of(TriggerType.METRIC, "");
  private static final TriggerRow<Duration> EVERY_ROW =
      TriggerRow.some(
              "every",
              Types.duration("10s", "365d"),
              "1d",
              "Of a schedule trigger: how often it captures.")
          .of(TriggerType.SCHEDULE, "1d");
  private static final TriggerRow<String> AT_ROW =
      TriggerRow.some(
              "at",
              Moment.type(),
              "",
              "Of a schedule trigger: once at this time, as 2026-11-21T03:00:00Z, instead.")
          .of(TriggerType.SCHEDULE, "");
  private static final TriggerRow<String> WHEN_ROW =
      TriggerRow.some(
              "when",
              Types.word(List.of("stalled", "always"), List.of()),
              "stalled",
              "Of an exit trigger: whether it captures only while something is stalled.")
          .of(TriggerType.EXIT, "stalled");
  private static final TriggerRow<Duration> BOUND_ROW =
      TriggerRow.some(
              "bound",
              Types.duration("100ms", "1m"),
              "5s",
              "Of an exit trigger: how long the end of the JVM may wait for the bundle.")
          .of(TriggerType.EXIT, "5s");

  /** Within what time memory is used up. */
  public static final Key<Duration> HORIZON = HORIZON_ROW.key;

  /** How much memory is used before growth is an incident. */
  public static final Key<Double> LEVEL = LEVEL_ROW.key;

  /** How long one pause of the collector is. */
  public static final Key<Duration> PAUSE = PAUSE_ROW.key;

  /** For how long threads stood still. */
  public static final Key<Duration> LATE = LATE_ROW.key;

  /** What part of a core one thread uses. */
  public static final Key<Double> THREAD = THREAD_ROW.key;

  /** What part of its cores the process uses. */
  public static final Key<Double> PROCESS = PROCESS_ROW.key;

  /** For how long it is so. */
  public static final Key<Duration> FOR = FOR_ROW.key;

  /** How many errors of one signature in what time. */
  public static final Key<Rate> RATE = RATE_ROW.key;

  /** How many errors in a steady rhythm. */
  public static final Key<Integer> PERIODIC = PERIODIC_ROW.key;

  /** What is measured. */
  public static final Key<String> METRIC = METRIC_ROW.key;

  /** The value is greater. */
  public static final Key<String> ABOVE = ABOVE_ROW.key;

  /** The value is less. */
  public static final Key<String> BELOW = BELOW_ROW.key;

  /** How often it captures. */
  public static final Key<Duration> EVERY = EVERY_ROW.key;

  /** When it captures once. */
  public static final Key<String> AT = AT_ROW.key;

  /** Whether it captures only what is stalled. */
  public static final Key<String> WHEN = WHEN_ROW.key;

  /** How long the end of the JVM waits. */
  public static final Key<Duration> BOUND = BOUND_ROW.key;

  private VitalKeys() {}

  static List<TriggerRow<?>> rows() {
    return List.of(
        HORIZON_ROW,
        LEVEL_ROW,
        PAUSE_ROW,
        LATE_ROW,
        THREAD_ROW,
        PROCESS_ROW,
        FOR_ROW,
        RATE_ROW,
        PERIODIC_ROW,
        METRIC_ROW,
        ABOVE_ROW,
        BELOW_ROW,
        EVERY_ROW,
        AT_ROW,
        WHEN_ROW,
        BOUND_ROW);
  }
}
