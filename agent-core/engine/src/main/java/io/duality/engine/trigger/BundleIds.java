package io.duality.engine.trigger;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Ids for bundles: UUIDv7, so that they sort by time. Within one process each is greater than the
 * one before, even when the clock is set back. They are unique, not secret.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, 5.7</a>
 */
public final class BundleIds {
  private static final int COUNTER_BITS = 12;

  private final SplittableRandom random;
  private long last; // milliseconds and counter, as one number of 60 bits

  /**
   * A generator of its own.
   *
   * @param seed differs between processes: clock, pid and host together
   */
  public BundleIds(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The next id, for something that happens at that time. */
  public synchronized String next(Instant at) {
    long fresh = (at.toEpochMilli() << COUNTER_BITS) | random.nextInt(1 << (COUNTER_BITS - 1));
    last = Math.max(fresh, last + 1);
    long high = ((last >>> COUNTER_BITS) << 16) | 0x7000 | (last & ((1 << COUNTER_BITS) - 1));
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
