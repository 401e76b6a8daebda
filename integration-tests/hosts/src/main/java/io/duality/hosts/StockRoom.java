package io.duality.hosts;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Thread {@code inventory-sync} keeps the stock lock, thread {@code order-1} wants it. It says
 * {@code READY} once {@code order-1} waits, and ends with exit code 0 at a line on stdin or its
 * end. With argument {@code later} nobody takes the lock before {@code stall} comes on stdin.
 */
public final class StockRoom {
  private final ReentrantLock stockLock = new ReentrantLock();

  private StockRoom() {}

  /** Lets it happen. */
  public static void main(String[] args) throws IOException, InterruptedException {
    StockRoom room = new StockRoom();
    if (args.length > 0 && args[0].equals("later")) {
      System.out.println("QUIET");
      if (Console.line() == null) {
        return;
      }
    }
    room.stall();
    System.out.println("READY");
    Console.line();
    System.out.println("END");
    System.exit(0);
  }

  private void stall() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    daemon("inventory-sync", () -> hold(held));
    held.await();
    Thread order = daemon("order-1", this::order);
    while (!stockLock.hasQueuedThread(order)) {
      Thread.onSpinWait();
    }
  }

  private void hold(CountDownLatch held) {
    stockLock.lock();
    try {
      held.countDown();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stockLock.unlock();
    }
  }

  private void order() {
    stockLock.lock();
    try {
      Thread.yield();
    } finally {
      stockLock.unlock();
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
