package io.duality.scenarios.waits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where a holder stands while it makes another thread wait: for good, or for some milliseconds. */
final class Gate {
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final boolean stuck;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  Gate(boolean stuck) {
    this.stuck = stuck;
  }

  /** Called by the holder when it holds; returns when it is to let go. */
  void hold() throws InterruptedException {
    reached.countDown();
    if (stuck) {
      opened.await(); // nobody opens it
    } else {
      LockSupport.parkNanos(MOMENT_NANOS);
    }
  }

  /** Returns when the holder holds. */
  void awaitReached() throws InterruptedException {
    reached.await();
  }
}
