package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** Two hundred requests wait for one lock. */
public final class ManyWaiters implements Situation {
  private static final int WAITERS = 200;

  private final ReentrantLock stockLock = new ReentrantLock();
  private int stock = 1_000_000;

  @Override
  public void open(Stage stage) {
    stage.traced("inventory-sync", "SyncJob", () -> hold(stage));
    stage.await(stockLock::isLocked);
    for (int i = 1; i <= WAITERS; i++) {
      stage.traced("http-" + i, "POST /orders", this::reserve);
    }
    stage.await(() -> stockLock.getQueueLength() == WAITERS);
  }

  private void hold(Stage stage) {
    stockLock.lock();
    try {
      stage.work();
    } finally {
      stockLock.unlock();
    }
  }

  private void reserve() {
    stockLock.lock();
    try {
      if (stock > 0) {
        stock--;
      }
    } finally {
      stockLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new ManyWaiters());
  }
}
