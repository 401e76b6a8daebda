package io.duality.model.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a trigger of this version can watch: the values of {@code duality.trigger.<name>.on}. */
public enum TriggerType {
  WAIT("wait"),
  DEADLOCK("deadlock"),
  STARVATION("starvation"),
  QUEUE("queue"),
  POOL_WAIT("pool-wait"),
  CONTENTION("contention"),
  ACTIVITY("activity"),
  HEARTBEAT("heartbeat"),
  PINNED("pinned"),
  MEMORY_GROWTH("memory-growth"),
  MEMORY_LEVEL("memory-level"),
  OOM("oom"),
  GC("gc"),
  HICCUP("hiccup"),
  CPU("cpu"),
  ERRORS("errors"),
  UNCAUGHT("uncaught"),
  LEAK_HANDLES("leak-handles"),
  METRIC("metric"),
  SCHEDULE("schedule"),
  EXIT("exit"),
  CRASH("crash"),
  MANUAL("manual"),
  /** Others, all of them; written with their names, see {@link Together}. */
  ALL("all");

  /** Further values of the grammar, for which this version has no detector. */
  static final List<String> NOT_HERE = List.of("sequence");

  private static final Set<TriggerType> BY_READINGS =
      EnumSet.of(
          MEMORY_GROWTH,
          MEMORY_LEVEL,
          OOM,
          GC,
          HICCUP,
          CPU,
          ERRORS,
          UNCAUGHT,
          LEAK_HANDLES,
          METRIC);

  private final String label;

  TriggerType(String label) {
    this.label = label;
  }

  /** The spelling used in the configuration, in manifests and in the ledger. */
  public String label() {
    return label;
  }

  /**
   * Whether it judges readings of the process as a whole, taken about once a second: between two of
   * them a look shows nothing new of it.
   */
  public boolean byReadings() {
    return BY_READINGS.contains(this);
  }

  static TriggerType of(String label) {
    for (TriggerType type : values()) {
      if (type != ALL && type.label.equals(label)) {
        return type;
      }
    }
    return null;
  }

  static String labels() {
    List<String> labels = new ArrayList<>();
    for (TriggerType type : values()) {
      if (type != ALL) {
        labels.add(type.label);
      }
    }
    return String.join(", ", labels);
  }
}
