package io.duality.engine.heap.holders;

import java.util.List;
import java.util.Map;

/**
 * What one search saw; no object of the application's is in it.
 *
 * @param nanos when, on the clock of {@code System.nanoTime}
 * @param holders what keeps many objects, the greatest first
 * @param roots how many places it began from
 * @param objects how many it read
 * @param cpuNanos what it cost
 * @param ended why it ended before everything was read, or null
 * @param unreadable classes whose fields could not be read
 */
public record Walk(
    long nanos,
    List<Held> holders,
    int roots,
    long objects,
    long cpuNanos,
    String ended,
    int unreadable) {
  /**
   * Collections, arrays or chains that are reached in the same way.
   *
   * @param path from the root on
   * @param type the class of one of them
   * @param count how many there are
   * @param entries what they have together
   * @param estimated whether that was reckoned from some of them
   * @param classes of what was seen in them
   * @param below classes of what was seen behind that
   */
  public record Held(
      List<String> path,
      String type,
      long count,
      long entries,
      boolean estimated,
      Map<String, Long> classes,
      List<String> below) {
    public Held {
      path = List.copyOf(path);
      classes = Map.copyOf(classes);
      below = List.copyOf(below);
    }
  }

  public Walk {
    holders = List.copyOf(holders);
  }
}
