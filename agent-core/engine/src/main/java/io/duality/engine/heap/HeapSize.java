package io.duality.engine.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Locale;

/** Predicts what a dump of the heap takes: by what earlier dumps of this process took. */
public final class HeapSize {
  /** The slowest that was measured, rounded down: JDK 17, one thread, 460 MiB a second. */
  private static final double BYTES_PER_SECOND = 400.0 * (1 << 20);

  /** A file is larger than the heap, because references are not compressed in it. */
  private static final double FILE_SHARE = 1.4;

  /** Smaller dumps say more of the machine's mood than of its speed. */
  private static final long TELLING_BYTES = 64L << 20;

  private volatile double speed = BYTES_PER_SECOND;

  /** What is on the heap, garbage included. */
  static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What could be on the heap before it grows again. */
  static long committed() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return Math.max(heap.getUsed(), heap.getCommitted());
  }

  /** How long a dump of that many bytes stops the application. */
  Duration pause(long bytes) {
    return Duration.ofNanos((long) (bytes / speed * 1e9));
  }

  /** How large the file is, before it is rewritten. */
  static long file(long bytes) {
    return (long) (bytes * FILE_SHARE);
  }

  /** A dump was taken. */
  void measured(long bytes, long nanos) {
    if (bytes >= TELLING_BYTES && nanos > 0) {
      speed = bytes * 1e9 / nanos;
    }
  }

  /** Why a dump of that many bytes is not taken, or null. */
  String tooLong(long bytes, Duration limit) {
    Duration pause = pause(bytes);
    return pause.compareTo(limit) <= 0
        ? null
        : String.format(
            Locale.ROOT,
            "predicted pause %.2f s for %s of heap at %s/s > duality.heap.max-pause %.2f s",
            pause.toNanos() / 1e9,
            bytes(bytes),
            bytes((long) speed),
            limit.toNanos() / 1e9);
  }

  private static String bytes(long bytes) {
    return bytes >= 10L << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
