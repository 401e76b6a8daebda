package io.duality.engine.budget;

import java.util.concurrent.TimeUnit;

/** How much of what it does the agent does; each level does less than the one before. */
public enum Level {
  /** Everything, as it is configured. */
  FULL("full", 0, 0, "it watches as it is configured"),

  /** Looks and readings become seldom, and nothing is investigated. */
  THINNED(
      "thinned",
      2,
      10,
      "it looks at most every 2 s, remembers waits from 10 ms on, investigates no memory and"
          + " listens to no caught exceptions"),

  /** More of the same, and nobody knows any more who handed a task over. */
  SPARSE(
      "sparse",
      5,
      100,
      "it looks at most every 5 s, remembers waits from 100 ms on, stamps no tasks, investigates no"
          + " memory and listens to no caught exceptions"),

  /** No hook, no recording. */
  OFF(
      "off",
      10,
      100,
      "its hooks are disarmed and its recording has ended; it looks every 10 s for deadlocks,"
          + " exhausted memory and crashes alone");

  private final String label;
  private final long apartSeconds;
  private final long recordMillis;
  private final String does;

  Level(String label, long apartSeconds, long recordMillis, String does) {
    this.label = label;
    this.apartSeconds = apartSeconds;
    this.recordMillis = recordMillis;
    this.does = does;
  }

  /** The spelling in the status and in {@code context.json}. */
  public String label() {
    return label;
  }

  /** What the agent does at this level, in words. */
  public String does() {
    return does;
  }

  /** How far apart looks are at least, in nanoseconds. */
  public long apartNanos() {
    return TimeUnit.SECONDS.toNanos(apartSeconds);
  }

  /**
   * From how long on waits are remembered, in nanoseconds.
   *
   * @param configured what the configuration says
   */
  public long recordNanos(long configured) {
    return Math.max(configured, TimeUnit.MILLISECONDS.toNanos(recordMillis));
  }

  /** Whether tasks are stamped with who handed them over. */
  public boolean stamps() {
    return this == FULL || this == THINNED;
  }

  /** Whether this is less than everything. */
  public boolean isLess() {
    return this != FULL;
  }

  /** The next one with less; the last one is its own. */
  Level less() {
    return switch (this) {
      case FULL -> THINNED;
      case THINNED -> SPARSE;
      case SPARSE, OFF -> OFF;
    };
  }

  /** The next one with more; the first one is its own. */
  Level more() {
    return switch (this) {
      case FULL, THINNED -> FULL;
      case SPARSE -> THINNED;
      case OFF -> SPARSE;
    };
  }
}
