package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** The same with a fair lock, whose waiters queue up strictly. */
public final class FairLock implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock(true);
  private int stock = 1_000_000;

  @Override
  public void open(Stage stage) {
    stage.traced("inventory-sync", "SyncJob", () -> hold(stage));
    stage.await(stockLock::isLocked);
    for (int i = 1; i <= 3; i++) {
      stage.awaitWaiting(stage.traced("http-" + i, "POST /orders", this::reserve));
    }
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
    Stage.play(args, new FairLock());
  }
}
