package io.duality.engine.heap;

import io.duality.model.Histogram;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Histograms as a test tells them. */
final class Marks {
  static final long SECOND = 1_000_000_000L;
  private static final Instant BEGIN = Instant.parse("2026-11-21T03:00:00Z");

  private Marks() {}

  /** Rows as class, instances, bytes. */
  static Histogram histogram(long second, Object... rows) {
    List<Histogram.Row> all = new ArrayList<>();
    long bytes = 0;
    long instances = 0;
    for (int i = 0; i < rows.length; i += 3) {
      long count = ((Number) rows[i + 1]).longValue();
      long size = ((Number) rows[i + 2]).longValue();
      all.add(new Histogram.Row((String) rows[i], count, size));
      instances += count;
      bytes += size;
    }
    return new Histogram(BEGIN.plusSeconds(second), second * SECOND, false, all, bytes, instances);
  }

  /** The same, in a heap of 100 MiB. */
  static Mark mark(long second, Object... rows) {
    return new Mark(histogram(second, rows), memory(0));
  }

  /** A heap of 100 MiB, and so many MiB of 100 in direct buffers. */
  static MemorySeen memory(long direct) {
    return new MemorySeen(
        List.of(
            new MemorySeen.Area(MemorySeen.HEAP, 50L << 20, 100L << 20, Vitals.UNKNOWN),
            new MemorySeen.Area(MemorySeen.DIRECT, direct << 20, 100L << 20, direct)),
        40L << 20,
        0,
        "old");
  }
}
