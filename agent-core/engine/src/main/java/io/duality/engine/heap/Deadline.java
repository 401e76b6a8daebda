package io.duality.engine.heap;

import java.io.IOException;
import java.time.Duration;

/**
 * Until when work may go on; it looks at the clock itself, because whoever waits for it has gone.
 *
 * @param nanos on the clock of {@code System.nanoTime}
 * @param allowed how long that was when it began, for the message
 */
public record Deadline(long nanos, Duration allowed) {
  /** From now on. */
  public static Deadline in(Duration allowed) {
    return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
  }

  /**
   * Ends what takes too long.
   *
   * @throws IOException when the time is over
   */
  void check() throws IOException {
    if (System.nanoTime() - nanos > 0) {
      throw new IOException(
          "not finished within " + allowed.toSeconds() + "s: the heap is too large for it");
    }
  }
}
