package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of triggers: {@code duality.trigger.<name>.<parameter>}. Some every trigger has; the
 * others belong to some types, each with a default of its own.
 */
public final class TriggerKeys {
  /** What the keys of triggers begin with. */
  public static final String PREFIX = "duality.trigger.";

  static final String TEMPLATE = PREFIX + "<name>.";

  private static final List<Row<?>> ROWS = new ArrayList<>();

  static final Key<String> ON =
      every(
          "on",
          Types.text("word"),
          "",
          "What it watches: "
              + TriggerType.labels()
              + "; stall watches wait, and one named after each other type exists already.");
  static final Key<Boolean> ENABLED =
      every(
          "enabled",
          Types.flag(),
          "true",
          "Whether it may fire; the given pool-wait, contention and activity: false.");

  /** How old something has to be. */
  public static final Key<Duration> AGE =
      some(
              "age",
              Types.duration("10ms", "7d"),
              "5s",
              "How old something has to be: an open wait of an active thread (wait), a backlog"
                  + " without progress (starvation), the head of a queue that does not drain (queue:"
                  + " 30s), an open span or running task (activity: 30s), carriers without progress"
                  + " (pinned: 1s).")
          .of(TriggerType.WAIT, "5s")
          .of(TriggerType.STARVATION, "5s")
          .of(TriggerType.QUEUE, "30s")
          .of(TriggerType.ACTIVITY, "30s")
          .of(TriggerType.PINNED, "1s")
          .key;

  /** Which resources, threads, spans, pools or heartbeats it is about. */
  public static final Key<Globs> NAMES =
      some(
              "names",
              Types.globs(),
              "*",
              "Which names it is about: resources, threads or spans (wait), pools (starvation),"
                  + " queues and their pools (queue), pools and connection pools (pool-wait), locks"
                  + " (contention), heartbeats (heartbeat).")
          .of(TriggerType.WAIT, "*")
          .of(TriggerType.STARVATION, "*")
          .of(TriggerType.QUEUE, "*")
          .of(TriggerType.POOL_WAIT, "*")
          .of(TriggerType.CONTENTION, "*")
          .of(TriggerType.HEARTBEAT, "*")
          .key;

  /** Which kinds of resources it is about. */
  public static final Key<Globs> KINDS =
      some(
              "kinds",
              Types.globs(),
              "*",
              "Of a wait trigger: kinds of resources it is about, such as lock or queue.")
          .of(TriggerType.WAIT, "*")
          .key;

  /** Which activities it is about. */
  public static final Key<Globs> SPANS =
      some(
              "spans",
              Types.globs(),
              "*",
              "Of an activity trigger: names of spans, or classes of tasks, it is about.")
          .of(TriggerType.ACTIVITY, "*")
          .key;

  /** How full a queue has to be. */
  public static final Key<Double> DEPTH =
      some(
              "depth",
              Types.percent("1%", "100%"),
              "90%",
              "Of a queue trigger: how full a queue has to be while producers wait.")
          .of(TriggerType.QUEUE, "90%")
          .key;

  /** Over how many looks a queue has to grow. */
  public static final Key<Integer> LOOKS =
      some(
              "looks",
              Types.count(6, 600, "looks"),
              "12",
              "Of a queue trigger: over how many looks of duality.watch.interval it has to grow.")
          .of(TriggerType.QUEUE, "12")
          .key;

  /** How long 1 % wait at least. */
  public static final Key<Duration> P99 =
      some(
              "p99",
              Types.duration("1ms", "7d"),
              "2s",
              "Of a pool-wait trigger: 1 % waits longer than this, tasks for a worker or borrowers"
                  + " for a connection.")
          .of(TriggerType.POOL_WAIT, "2s")
          .key;

  /** What part of their time threads wait for one lock. */
  public static final Key<Double> SHARE =
      some(
              "share",
              Types.percent("1%", "100%"),
              "30%",
              "Of a contention trigger: what part of their time the threads that use a lock wait"
                  + " for it.")
          .of(TriggerType.CONTENTION, "30%")
          .key;

  /** Over how long figures are summed. */
  public static final Key<Duration> WINDOW =
      some(
              "window",
              Types.duration("1s", "5m"),
              "1m",
              "Over how long waits are summed (contention, pool-wait); the delays of tasks are"
                  + " always those of the last minute.")
          .of(TriggerType.POOL_WAIT, "1m")
          .of(TriggerType.CONTENTION, "1m")
          .key;

  static final Key<Integer> CONFIRM =
      every(
          "confirm",
          Types.count(1, 1_000, "looks"),
          "2",
          "In how many looks in a row it has to be true before it fires; manual: 1.");
  static final Key<List<CaptureStep>> CAPTURE =
      every(
          "capture",
          Types.steps(),
          "threads*3/1s, waits, resources, recording",
          "What is captured.");
  static final Key<Duration> COOLDOWN =
      every(
          "cooldown",
          Types.duration("0s", "365d"),
          "5m",
          "How long one signature stays quiet after it fired; manual: 0s.");
  static final Key<Rate> LIMIT =
      every(
          "limit",
          Types.limit(),
          "5/1h",
          "How many bundles in a sliding window, restarts included; manual: 60/1h.");

  private TriggerKeys() {}

  /** A row of the table: a key, and the types that have it when not all do. */
  private static final class Row<T> {
    final Key<T> key;
    final Map<TriggerType, String> defaults = new EnumMap<>(TriggerType.class);
    final boolean every;

    Row(Key<T> key, boolean every) {
      this.key = key;
      this.every = every;
    }

    Row<T> of(TriggerType type, String text) {
      defaults.put(type, text);
      return this;
    }
  }

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>();
    for (Row<?> row : ROWS) {
      keys.add(row.key);
    }
    return Collections.unmodifiableList(keys);
  }

  /** The keys that only some types have. */
  static List<Key<?>> own(TriggerType type) {
    List<Key<?>> keys = new ArrayList<>();
    for (Row<?> row : ROWS) {
      if (!row.every && row.defaults.containsKey(type)) {
        keys.add(row.key);
      }
    }
    return keys;
  }

  /** The row of a parameter, or null. */
  static Key<?> of(String parameter) {
    for (Row<?> row : ROWS) {
      if (parameter(row.key).equals(parameter)) {
        return row.key;
      }
    }
    return null;
  }

  /** The last part of a row's name: {@code age}. */
  static String parameter(Key<?> key) {
    return key.name().substring(TEMPLATE.length());
  }

  /** The key of one trigger: {@code duality.trigger.stall.age}. */
  public static String name(String trigger, Key<?> key) {
    return PREFIX + trigger + "." + parameter(key);
  }

  /** The default of a parameter for a trigger of that name and type. */
  static String defaultText(Key<?> key, String trigger, TriggerType type) {
    if (key == ENABLED && TriggerResolver.OFF.contains(trigger)) {
      return "false";
    }
    if (type == TriggerType.MANUAL) {
      if (key == CONFIRM) {
        return "1";
      } else if (key == COOLDOWN) {
        return "0s";
      } else if (key == LIMIT) {
        return "60/1h";
      }
    }
    for (Row<?> row : ROWS) {
      if (row.key == key && row.defaults.containsKey(type)) {
        return row.defaults.get(type);
      }
    }
    return key.defaultText();
  }

  /** Whether a trigger of that type has the parameter at all. */
  static boolean has(TriggerType type, Key<?> key) {
    for (Row<?> row : ROWS) {
      if (row.key == key) {
        return row.every || row.defaults.containsKey(type);
      }
    }
    return false;
  }

  private static <T> Key<T> every(String name, ValueType<T> type, String def, String sentence) {
    return row(name, type, def, sentence, true).key;
  }

  private static <T> Row<T> some(String name, ValueType<T> type, String def, String sentence) {
    return row(name, type, def, sentence, false);
  }

  private static <T> Row<T> row(
      String name, ValueType<T> type, String def, String sentence, boolean every) {
    Row<T> row = new Row<>(new Key<>(TEMPLATE + name, type, def, "0.1", true, sentence), every);
    ROWS.add(row);
    return row;
  }
}
