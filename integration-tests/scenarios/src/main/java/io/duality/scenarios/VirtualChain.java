package io.duality.scenarios;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A chain of virtual threads that ends at a platform thread; needs Java 21. */
public final class VirtualChain implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ReentrantLock priceLock = new ReentrantLock();
  private final AtomicInteger booked = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    stage.traced("price-feed", "PriceFeed", () -> through(stage, priceLock, null));
    stage.await(priceLock::isLocked);
    stage.virtual("stock-writer", "StockJob", () -> through(stage, stockLock, priceLock));
    stage.await(priceLock::hasQueuedThreads); // with the stock lock in hand
    for (int i = 1; i <= 3; i++) {
      stage.awaitWaiting(stage.virtual("request-" + i, "POST /orders", this::book));
    }
  }

  private void book() {
    stockLock.lock();
    try {
      booked.incrementAndGet();
    } finally {
      stockLock.unlock();
    }
  }

  private void through(Stage stage, ReentrantLock held, ReentrantLock wanted) {
    held.lock();
    try {
      if (wanted == null) {
        stage.work();
      } else {
        wanted.lock();
        try {
          booked.incrementAndGet();
        } finally {
          wanted.unlock();
        }
      }
    } finally {
      held.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new VirtualChain());
  }
}
