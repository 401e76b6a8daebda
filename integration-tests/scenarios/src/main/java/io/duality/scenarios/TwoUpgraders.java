package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Two readers ask for the write lock; each waits until the other stops reading. */
public final class TwoUpgraders implements Situation {
  private final ReentrantReadWriteLock priceLock = new ReentrantReadWriteLock();
  private final CountDownLatch bothRead = new CountDownLatch(2);
  private int price;

  @Override
  public void open(Stage stage) {
    Thread first = stage.traced("price-refresh-1", "PriceRefresh", () -> refresh(stage));
    Thread second = stage.traced("price-refresh-2", "PriceRefresh", () -> refresh(stage));
    stage.await(() -> priceLock.getQueueLength() == 2);
    stage.awaitWaiting(first, second);
  }

  private void refresh(Stage stage) throws InterruptedException {
    priceLock.readLock().lock();
    stage.meet(bothRead);
    if (!stage.stuck()) {
      priceLock.readLock().unlock();
    }
    priceLock.writeLock().lock();
    try {
      price = Math.min(price + 1, 1_000);
    } finally {
      priceLock.writeLock().unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new TwoUpgraders());
  }
}
