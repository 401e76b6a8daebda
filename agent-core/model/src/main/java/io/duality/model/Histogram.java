package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The classes on the heap.
 *
 * @param at when it was taken
 * @param nanos the same on the clock of {@link Look#nanos()}
 * @param live whether only reachable objects were counted
 * @param rows one for each class, most bytes first; only the greatest ones
 * @param totalBytes of all classes
 * @param totalInstances of all classes
 */
public record Histogram(
    Instant at, long nanos, boolean live, List<Row> rows, long totalBytes, long totalInstances) {
  /**
   * One class.
   *
   * @param className as Java writes it, such as {@code byte[]}
   */
  public record Row(String className, long instances, long bytes) {
    public Row {
      Objects.requireNonNull(className, "className");
    }
  }

  public Histogram {
    Objects.requireNonNull(at, "at");
    rows = List.copyOf(rows);
  }
}
