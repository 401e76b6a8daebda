package io.duality.engine.heap;

import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.Set;

/**
 * How much of the heap may be alive, by what collections left. Young collections of Parallel and
 * Serial leave all that they did not look at: that counts until a collection of everything has
 * shown how much of it was garbage. Pure; for one thread.
 */
final class Alive {
  /** Their first collection of everything comes when two thirds of the heap are full. */
  private static final Set<String> ONLY_WHEN_FULL = Set.of("Parallel", "Serial");

  /** A program of whose old objects so much of the heap was garbage makes them all the time. */
  private static final double GARBAGE = 0.1;

  private long young = Vitals.UNKNOWN;
  private long exact = Vitals.UNKNOWN;
  private boolean garbage;
  private boolean corrected;

  /**
   * Takes a reading.
   *
   * @param collector the name of the collector
   * @return bytes, or {@link Vitals#UNKNOWN}
   */
  long read(MemorySeen memory, String collector) {
    corrected = false;
    long left = memory.liveBytes();
    if (left < 0 || !ONLY_WHEN_FULL.contains(collector)) {
      return left;
    }
    if (!memory.liveBy().equals("old")) {
      young = left;
      return garbage ? exact : left;
    }
    MemorySeen.Area heap = memory.area(MemorySeen.HEAP);
    if (young >= 0 && heap != null && heap.limit() > 0) {
      boolean freed = young - left >= GARBAGE * heap.limit();
      corrected = freed && !garbage;
      garbage = freed;
    }
    young = Vitals.UNKNOWN;
    exact = left;
    return left;
  }

  /** Whether the last reading has shown that those before told garbage. */
  boolean corrected() {
    return corrected;
  }
}
