package io.duality.engine.heap.holders;

import java.util.concurrent.TimeUnit;

/**
 * What a search for holders may cost.
 *
 * @param objects that are read at most; none searches nothing
 * @param cpuNanos of one thread, for reading classes and for reading objects each
 * @param wallNanos from its begin to its end
 */
public record HolderLimits(int objects, long cpuNanos, long wallNanos) {
  private static final long WALL_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Of the heap, for what is remembered while it lasts: about 32 bytes an object. */
  private static final long PART_OF_HEAP = 64;

  private static final int BYTES_PER_OBJECT = 32;

  /** As configured, and less where the heap is small. */
  public static HolderLimits of(int objects, long cpuNanos) {
    long fits = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES_PER_OBJECT;
    return new HolderLimits((int) Math.min(objects, fits), cpuNanos, WALL_NANOS);
  }
}
