package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The keys that every trigger has: {@code duality.trigger.<name>.<parameter>}. */
public final class TriggerKeys {
  /** What the keys of triggers begin with. */
  public static final String PREFIX = "duality.trigger.";

  static final String TEMPLATE = PREFIX + "<name>.";

  private static final List<Key<?>> ROWS = new ArrayList<>();

  static final Key<String> ON =
      row(
          "on",
          Types.text("word"),
          "",
          "What it watches: wait, deadlock or manual; stall, deadlock and manual exist already.");
  static final Key<Boolean> ENABLED = row("enabled", Types.flag(), "true", "Whether it may fire.");
  static final Key<Duration> AGE =
      row(
          "age",
          Types.duration("10ms", "7d"),
          "5s",
          "Of a wait trigger: how old an open wait of an active thread has to be.");
  static final Key<Globs> NAMES =
      row(
          "names",
          Types.globs(),
          "*",
          "Of a wait trigger: resource, thread or span names it is about.");
  static final Key<Globs> KINDS =
      row(
          "kinds",
          Types.globs(),
          "*",
          "Of a wait trigger: kinds of resources it is about, such as lock or queue.");
  static final Key<Integer> CONFIRM =
      row(
          "confirm",
          Types.count(1, 1_000, "looks"),
          "2",
          "In how many looks in a row it has to be true before it fires; manual: 1.");
  static final Key<List<CaptureStep>> CAPTURE =
      row(
          "capture",
          Types.steps(),
          "threads*3/1s, waits, resources, recording",
          "What is captured.");
  static final Key<Duration> COOLDOWN =
      row(
          "cooldown",
          Types.duration("0s", "365d"),
          "5m",
          "How long one signature stays quiet after it fired; manual: 0s.");
  static final Key<Rate> LIMIT =
      row(
          "limit",
          Types.limit(),
          "5/1h",
          "How many bundles in a sliding window, restarts included; manual: 60/1h.");

  private TriggerKeys() {}

  static List<Key<?>> all() {
    return Collections.unmodifiableList(ROWS);
  }

  /** The row of a parameter, or null. */
  static Key<?> of(String parameter) {
    for (Key<?> key : ROWS) {
      if (parameter(key).equals(parameter)) {
        return key;
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

  /** The default of a parameter for a type of trigger. */
  static String defaultText(Key<?> key, TriggerType type) {
    if (type == TriggerType.MANUAL) {
      if (key == CONFIRM) {
        return "1";
      } else if (key == COOLDOWN) {
        return "0s";
      } else if (key == LIMIT) {
        return "60/1h";
      }
    }
    return key.defaultText();
  }

  /** Whether a trigger of that type has the parameter at all. */
  static boolean has(TriggerType type, Key<?> key) {
    return type == TriggerType.WAIT || (key != AGE && key != NAMES && key != KINDS);
  }

  private static <T> Key<T> row(String name, ValueType<T> type, String def, String sentence) {
    Key<T> key = new Key<>(TEMPLATE + name, type, def, "0.1", true, sentence);
    ROWS.add(key);
    return key;
  }
}
