package io.duality.model.config;

import java.util.List;

/** The keys of heartbeats: {@code duality.heartbeat.<name>.<parameter>}. */
final class HeartbeatKeys {
  static final String PREFIX = "duality.heartbeat.";

  private static final String TEMPLATE = PREFIX + "<name>.";

  static final Key<Rate> EXPECT =
      row(
          "expect",
          Types.limit(),
          "1/10s",
          "How often the heartbeat's worker, queue or span has to move: a task done, an element"
              + " moved, a span begun.");
  static final Key<Globs> NAMES =
      row(
          "names",
          Types.globs(),
          "",
          "Which pool, queue, thread or span it is; without it, what is called as the heartbeat.");
  static final Key<Globs> KINDS =
      row("kinds", Types.globs(), "*", "Which of pool, queue, thread and span it may be.");

  private HeartbeatKeys() {}

  static List<Key<?>> all() {
    return List.of(EXPECT, NAMES, KINDS);
  }

  static String name(String heartbeat, Key<?> key) {
    return PREFIX + heartbeat + "." + parameter(key);
  }

  static String parameter(Key<?> key) {
    return key.name().substring(TEMPLATE.length());
  }

  private static <T> Key<T> row(String name, ValueType<T> type, String def, String sentence) {
    return new Key<>(TEMPLATE + name, type, def, "0.1", true, sentence);
  }
}
