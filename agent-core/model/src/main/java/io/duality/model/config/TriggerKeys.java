package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of triggers: {@code duality.trigger.<name>.<parameter>}. Some every trigger has; the
 * others belong to some types, each with a default of its own.
 */
public final class TriggerKeys {
  /** What the keys of triggers begin with. */
  public static final String PREFIX = "duality.trigger.";

  static final String TEMPLATE = "duality.trigger.<name>.";

  /** What happened cannot be seen in a second look. */
  private static final Set<TriggerType> SEEN_ONCE =
      EnumSet.of(
          TriggerType.OOM,
          TriggerType.HICCUP,
          TriggerType.UNCAUGHT,
          TriggerType.SCHEDULE,
          TriggerType.EXIT,
          TriggerType.CRASH,
          TriggerType.ALL);

  private static final Set<TriggerType> HEAP_MATTERS =
      EnumSet.of(
          TriggerType.MEMORY_GROWTH, TriggerType.MEMORY_LEVEL, TriggerType.OOM, TriggerType.GC);

  private static final List<TriggerRow<?>> ROWS = new ArrayList<>();

  static final Key<String> ON =
      every(
          "on",
          Types.text("word"),
          "",
          "What it watches: "
              + TriggerType.labels()
              + "; stall watches wait, and one named after each other type exists already. Or other"
              + " triggers by their names: all(memory-growth, errors) within 2m, when each was true"
              + " within that time.");
  static final Key<Boolean> ENABLED =
      every(
          "enabled",
          Types.flag(),
          "true",
          "Whether it may fire; the given pool-wait, contention, activity, metric and schedule: false.");

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
                  + " (contention), heartbeats (heartbeat), threads (cpu), classes of errors (errors,"
                  + " uncaught).")
          .of(TriggerType.WAIT, "*")
          .of(TriggerType.STARVATION, "*")
          .of(TriggerType.QUEUE, "*")
          .of(TriggerType.POOL_WAIT, "*")
          .of(TriggerType.CONTENTION, "*")
          .of(TriggerType.HEARTBEAT, "*")
          .of(TriggerType.CPU, "*")
          .of(TriggerType.ERRORS, "*")
          .of(TriggerType.UNCAUGHT, "*")
          .key;

  /** Which kinds of resources it is about. */
  public static final Key<Globs> KINDS =
      some(
              "kinds",
              Types.globs(),
              "*",
              "Which kinds it is about: of resources, such as lock or queue (wait), of memory, such"
                  + " as heap or metaspace (memory-level), of OutOfMemoryError, such as heap or"
                  + " threads (oom), of handles, such as files or sockets (leak-handles).")
          .of(TriggerType.WAIT, "*")
          .of(TriggerType.MEMORY_LEVEL, "*")
          .of(TriggerType.OOM, "*")
          .of(TriggerType.LEAK_HANDLES, "*")
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

  /** What part of a whole. */
  public static final Key<Double> SHARE =
      some(
              "share",
              Types.percent("1%", "100%"),
              "30%",
              "What part of their time the threads that use a lock wait for it (contention), of a"
                  + " limit is used (memory-level: 90%, leak-handles: 80%), of the time the collector"
                  + " stops the application (gc: 25%).")
          .of(TriggerType.CONTENTION, "30%")
          .of(TriggerType.MEMORY_LEVEL, "90%")
          .of(TriggerType.LEAK_HANDLES, "80%")
          .of(TriggerType.GC, "25%")
          .key;

  /** Over how long figures are summed. */
  public static final Key<Duration> WINDOW =
      some(
              "window",
              Types.duration("1s", "5m"),
              "1m",
              "Over how long waits (contention, pool-wait) and pauses (gc) are summed, and handles"
                  + " have to grow (leak-handles: 5m); the delays of tasks are always those of the last"
                  + " minute.")
          .of(TriggerType.POOL_WAIT, "1m")
          .of(TriggerType.CONTENTION, "1m")
          .of(TriggerType.GC, "1m")
          .of(TriggerType.LEAK_HANDLES, "5m")
          .key;

  static final Key<Integer> CONFIRM =
      every(
          "confirm",
          Types.count(1, 1_000, "looks"),
          "2",
          "In how many looks in a row it has to be true before it fires; manual, oom, hiccup, uncaught,"
              + " schedule, exit, crash, all(…): 1. Between two readings of memory, processor and errors"
              + " a look counts for none of these.");
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
          "How long one signature stays quiet after it fired; manual, schedule: 0s.");
  static final Key<Rate> LIMIT =
      every(
          "limit",
          Types.limit(),
          "5/1h",
          "How many bundles in a sliding window, restarts included; manual, schedule: 60/1h.");

  /** What it captures beside the usual when an incident comes again and again. */
  public static final Key<Escalation> ESCALATE = escalate();

  static {
    ROWS.addAll(VitalKeys.rows());
  }

  private TriggerKeys() {}

  private static Key<Escalation> escalate() {
    TriggerRow<Escalation> row =
        some(
            "escalate",
            Escalation.type(),
            "",
            "What the next bundle has beside the usual when this trigger made so many bundles of one"
                + " signature within a day, as heap after 3, or within another time, as heap after 3"
                + " within 12h; then the count begins again. Limits of heap dumps hold.");
    for (TriggerType type : TriggerType.values()) {
      if (type != TriggerType.CRASH) {
        row.of(type, "");
      }
    }
    return row.key;
  }

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>();
    for (TriggerRow<?> row : ROWS) {
      keys.add(row.key);
    }
    return Collections.unmodifiableList(keys);
  }

  /** The keys that only some types have. */
  static List<Key<?>> own(TriggerType type) {
    List<Key<?>> keys = new ArrayList<>();
    for (TriggerRow<?> row : ROWS) {
      if (!row.every && row.defaults.containsKey(type)) {
        keys.add(row.key);
      }
    }
    return keys;
  }

  /** The row of a parameter, or null. */
  static Key<?> of(String parameter) {
    for (TriggerRow<?> row : ROWS) {
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
    if (key == CAPTURE) {
      return capture(EnumSet.of(type));
    }
    if (key == CONFIRM && SEEN_ONCE.contains(type)) {
      return "1";
    }
    if (type == TriggerType.MANUAL || type == TriggerType.SCHEDULE) {
      if (key == CONFIRM) {
        return "1";
      } else if (key == COOLDOWN) {
        return "0s";
      } else if (key == LIMIT) {
        return "60/1h";
      }
    }
    for (TriggerRow<?> row : ROWS) {
      if (row.key == key && row.defaults.containsKey(type)) {
        return row.defaults.get(type);
      }
    }
    return key.defaultText();
  }

  /** What is captured by default when the conditions of all these types are one incident. */
  static String capture(Set<TriggerType> types) {
    boolean memory = types.stream().anyMatch(HEAP_MATTERS::contains);
    return CAPTURE.defaultText()
        + (memory ? ", histogram" : "")
        + (types.contains(TriggerType.OOM) ? ", heap" : "");
  }

  /** Whether a trigger of that type has the parameter at all. */
  static boolean has(TriggerType type, Key<?> key) {
    for (TriggerRow<?> row : ROWS) {
      if (row.key == key) {
        return row.every || row.defaults.containsKey(type);
      }
    }
    return false;
  }

  private static <T> Key<T> every(String name, ValueType<T> type, String def, String sentence) {
    return add(TriggerRow.every(name, type, def, sentence)).key;
  }

  private static <T> TriggerRow<T> some(
      String name, ValueType<T> type, String def, String sentence) {
    return add(TriggerRow.some(name, type, def, sentence));
  }

  private static <T> TriggerRow<T> add(TriggerRow<T> row) {
    ROWS.add(row);
    return row;
  }
}
