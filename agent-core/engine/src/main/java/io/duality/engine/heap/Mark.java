package io.duality.engine.heap;

import io.duality.model.Histogram;
import io.duality.model.MemorySeen;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The heap and the memory beside it at one moment, to be compared with others.
 *
 * @param histogram the classes on the heap
 * @param memory the last reading of the memory before it
 */
record Mark(Histogram histogram, MemorySeen memory) {
  Mark {
    Objects.requireNonNull(histogram, "histogram");
    Objects.requireNonNull(memory, "memory");
  }

  Map<String, Histogram.Row> byClass() {
    Map<String, Histogram.Row> rows = new HashMap<>();
    histogram.rows().forEach(row -> rows.put(row.className(), row));
    return rows;
  }
}
