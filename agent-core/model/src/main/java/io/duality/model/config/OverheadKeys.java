package io.duality.model.config;

import java.time.Duration;
import java.util.List;

/** What the agent itself may cost before it does without a part of what it does. */
public final class OverheadKeys {
  /** Part of the processors; 0 for no limit. */
  public static final Key<Double> CPU =
      row(
          "cpu",
          Types.shareOrOff(),
          "2%",
          "How much processor time the agent may use: its own threads this part of one core, or of"
              + " the container's quota where that is less than a core; its hooks, about, this part"
              + " of all cores of the process. Above it looks become seldom, then hooks are"
              + " switched off; off or 0 for no limit.");

  /** Bytes; 0 for no limit. */
  public static final Key<Long> MEMORY =
      row(
          "memory",
          Types.sizeOrOff(),
          "32MiB",
          "How much the agent's own threads may allocate in a second, and how much its tables may"
              + " keep, about; above it the same happens. off or 0 for no limit.");

  /** Over what time it is measured. */
  public static final Key<Duration> WINDOW =
      row(
          "window",
          Types.duration("5s", "10m"),
          "1m",
          "Over what time that is measured; the first of these after the start does not count, and"
              + " five of them with half of it bring back what was left out.");

  private OverheadKeys() {}

  static List<Key<?>> all() {
    return List.of(CPU, MEMORY, WINDOW);
  }

  private static <T> Key<T> row(String name, ValueType<T> type, String def, String sentence) {
    return new Key<>("duality.overhead." + name, type, def, "0.1", true, sentence);
  }
}
