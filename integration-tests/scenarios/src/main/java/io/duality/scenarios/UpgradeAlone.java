package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A thread that reads asks for the write lock, and so waits for itself. */
public final class UpgradeAlone implements Situation {
  private final ReentrantReadWriteLock priceLock = new ReentrantReadWriteLock();
  private int price;

  @Override
  public void open(Stage stage) {
    stage.awaitWaiting(stage.traced("price-refresh", "PriceRefresh", () -> refresh(stage)));
  }

  private void refresh(Stage stage) {
    priceLock.readLock().lock();
    if (!stage.stuck()) {
      priceLock.readLock().unlock();
    }
    priceLock.writeLock().lock(); // never granted while this very thread reads
    try {
      price = Math.min(price + 1, 1_000);
    } finally {
      priceLock.writeLock().unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new UpgradeAlone());
  }
}
