package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** An update holds the write lock; readers wait. */
public final class WriteHeldReadWaits implements Situation {
  private final ReentrantReadWriteLock priceLock = new ReentrantReadWriteLock();
  private int price;

  @Override
  public void open(Stage stage) {
    stage.traced("price-update", "PUT /prices", () -> update(stage));
    stage.await(priceLock::isWriteLocked);
    for (int i = 1; i <= 2; i++) {
      stage.awaitWaiting(stage.traced("http-" + i, "GET /prices", this::read));
    }
  }

  private void update(Stage stage) {
    priceLock.writeLock().lock();
    try {
      price++;
      stage.work();
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
    Stage.play(args, new WriteHeldReadWaits());
  }
}
