package io.duality.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for facts: the one place where tests let time pass. The fact is looked for again and again
 * until it is there or the deadline is over; a deadline is a bound for failure, never an
 * expectation of speed.
 */
public final class Await {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /**
   * Waits until the fact is there.
   *
   * @param what the fact in words, for the error
   * @param deadline how long at most
   * @param fact empty while it is not there
   * @throws AssertionError when the deadline passed first
   */
  public static <T> T until(String what, Duration deadline, Supplier<Optional<T>> fact) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      Optional<T> found = fact.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("waited " + deadline.toSeconds() + " s in vain for " + what);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting for " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
