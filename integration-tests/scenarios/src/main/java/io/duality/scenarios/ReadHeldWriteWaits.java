package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A report holds the read lock; a writer waits, and behind it another reader. */
public final class ReadHeldWriteWaits implements Situation {
  private final ReentrantReadWriteLock priceLock = new ReentrantReadWriteLock();
  private int price;

  @Override
  public void open(Stage stage) {
    stage.traced("price-report", "PriceReport", () -> report(stage));
    stage.await(() -> priceLock.getReadLockCount() == 1);
    Thread update = stage.traced("price-update", "PUT /prices", this::update);
    stage.await(() -> priceLock.hasQueuedThread(update)); // else the next reader need not wait
    stage.awaitWaiting(stage.traced("http-1", "GET /prices", this::read));
  }

  private void report(Stage stage) {
    priceLock.readLock().lock();
    try {
      stage.work();
    } finally {
      priceLock.readLock().unlock();
    }
  }

  private void update() {
    priceLock.writeLock().lock();
    try {
      price++;
    } finally {
      priceLock.writeLock().unlock();
    }
  }

  private int read() {
    priceLock.readLock().lock();
    try {
      return price;
    } finally {
      priceLock.readLock().unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new ReadHeldWriteWaits());
  }
}
