package io.duality.benchmarks;

import java.io.File;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * 1,000 threads with deep stacks behind one lock, for the cost of a capture. Prints the longest
 * delay of a thread that only wants to run every millisecond: before, and while the bundle named by
 * the first argument's directory appears.
 */
public final class Crowd {
  private static final int THREADS = 1000;
  private static final int DEPTH = 30;
  private static final ReentrantLock TURNSTILE = new ReentrantLock();

  private Crowd() {}

  public static void main(String[] args) throws Exception {
    File directory = new File(args[0]);
    TURNSTILE.lock();
    var started = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      var visitor =
          new Thread(
              () -> {
                started.countDown();
                queueUp(DEPTH);
              },
              "visitor-" + i);
      visitor.setDaemon(true);
      visitor.start();
    }
    started.await();
    System.out.println("idlePauseMillis=" + longestDelay(3, null));
    System.out.println("capturePauseMillis=" + longestDelay(60, directory));
    System.exit(0);
  }

  private static void queueUp(int depth) {
    if (depth > 0) {
      queueUp(depth - 1);
      return;
    }
    TURNSTILE.lock();
    try {
      Thread.yield();
    } finally {
      TURNSTILE.unlock();
    }
  }

  private static double longestDelay(int seconds, File until) {
    long longest = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long looked = System.nanoTime();
    while (System.nanoTime() < end) {
      long before = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
      long now = System.nanoTime();
      longest = Math.max(longest, now - before - 1_000_000);
      if (until != null && now - looked > 200_000_000) {
        looked = now;
        String[] bundles = until.list((dir, name) -> name.contains("-stall-"));
        if (bundles != null && bundles.length > 0) {
          return longest / 1e6;
        }
      }
    }
    return until == null ? longest / 1e6 : -1;
  }
}
