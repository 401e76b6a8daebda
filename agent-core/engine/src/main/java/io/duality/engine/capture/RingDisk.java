package io.duality.engine.capture;

import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The disk on which the flight recorder writes. When it is full the JVM ends itself, with
 * "irrecoverable error in Jfr", so it is asked the more often the less is free, and left while what
 * fills it would still take several questions to do so. For one thread.
 */
final class RingDisk {
  /**
   * The fastest writer that the questions are meant for: what is free lasts longer than a pause.
   */
  private static final long FASTEST = 4L << 30;

  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long the recorder may take to stop, beside the next questions. */
  private static final long STOPPING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Supplier<String> repository;
  private final LongSupplier clock;
  private String place;
  private long free = -1;
  private long askedAt;
  private double perNano;

  /**
   * @param repository where the recorder writes now, or null
   * @param clock {@code System.nanoTime}
   */
  RingDisk(Supplier<String> repository, LongSupplier clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * Why the recorder must not go on; null when there is room enough, or when nobody can tell.
   *
   * @param room how many bytes have to stay free
   */
  synchronized String shortage(long room) {
    File directory = directory();
    if (!directory.exists()) {
      return null;
    }
    long now = free(directory);
    long ahead = Math.round(perNano * (2 * pause(now) + STOPPING_NANOS));
    if (now - ahead >= room) {
      return null;
    }
    return "only "
        + (now >> 20)
        + " MiB are free where the flight recorder writes, "
        + directory
        + (now >= room ? ", " + Math.round(perNano * 1e9 / (1 << 20)) + " MiB less a second" : "")
        + "; a full disk there would end the JVM";
  }

  /** How long nobody needs to ask again, in nanoseconds. */
  synchronized long patience() {
    return free < 0 ? LONGEST_NANOS : pause(free);
  }

  private static long pause(long free) {
    double nanos = (double) free / FASTEST * 1e9;
    return (long) Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, nanos));
  }

  private long free(File directory) {
    long now = clock.getAsLong();
    long usable = directory.getUsableSpace();
    if (free >= 0 && now - askedAt >= SHORTEST_NANOS / 2) {
      double rate = (double) (free - usable) / (now - askedAt);
      perNano = Math.max(0, Math.max(rate, perNano / 2)); // what stopped writing may go on
      free = usable;
      askedAt = now;
    } else if (free < 0) {
      free = usable;
      askedAt = now;
    }
    return usable;
  }

  private File directory() {
    String now = repository.get();
    place = now == null ? place : now; // after a stop the disk that was short is asked, no other
    File directory =
        new File(place == null ? System.getProperty("java.io.tmpdir") : place).getAbsoluteFile();
    return directory.exists() || directory.getParentFile() == null
        ? directory
        : directory.getParentFile(); // the recorder removes what it no longer needs
  }
}
