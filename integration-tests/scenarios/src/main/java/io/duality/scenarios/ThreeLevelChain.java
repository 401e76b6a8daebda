package io.duality.scenarios;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A request waits for a lock, its holder for another, that one's for a third. */
public final class ThreeLevelChain implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ReentrantLock priceLock = new ReentrantLock();
  private final ReentrantLock catalogLock = new ReentrantLock();
  private final AtomicInteger booked = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    stage.traced("catalog-import", "ImportJob", () -> through(stage, catalogLock, null));
    stage.await(catalogLock::isLocked);
    stage.awaitWaiting(
        stage.traced("price-feed", "PriceFeed", () -> through(stage, priceLock, catalogLock)));
    stage.awaitWaiting(
        stage.traced("stock-writer", "StockJob", () -> through(stage, stockLock, priceLock)));
    stage.awaitWaiting(stage.traced("http-1", "POST /orders", this::book));
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
    Stage.play(args, new ThreeLevelChain());
  }
}
