package io.duality.scenarios;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Thread {@code inventory-sync} takes the stock lock and keeps it; thread {@code order-1} wants it.
 * With argument {@code healthy} the lock is given back and taken again all the time. Any line on
 * stdin ends the story.
 */
public final class HeldLock {
  private static final ReentrantLock stockLock = new ReentrantLock();
  private static volatile boolean over;

  private HeldLock() {}

  /** Runs the story until it is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean healthy = args.length > 0 && args[0].equals("healthy");
    CountDownLatch held = new CountDownLatch(1);
    Thread holder = new Thread(() -> hold(held, healthy), "inventory-sync");
    holder.start();
    held.await();
    Thread victim = new Thread(HeldLock::order, "order-1");
    victim.start();
    while (!healthy && !stockLock.hasQueuedThread(victim)) {
      Thread.onSpinWait();
    }
    System.out.println("READY");
    int heard = System.in.read();
    over = true;
    holder.join();
    victim.join();
    System.out.println("END " + (heard >= 0 ? "told" : "alone"));
  }

  private static void hold(CountDownLatch held, boolean healthy) {
    do {
      stockLock.lock();
      try {
        held.countDown();
        do {
          LockSupport.parkNanos(1_000_000);
        } while (!healthy && !over);
      } finally {
        stockLock.unlock();
      }
    } while (!over);
  }

  private static void order() {
    do {
      stockLock.lock();
      try {
        LockSupport.parkNanos(100_000);
      } finally {
        stockLock.unlock();
      }
      LockSupport.parkNanos(1_000_000);
    } while (!over);
  }
}
