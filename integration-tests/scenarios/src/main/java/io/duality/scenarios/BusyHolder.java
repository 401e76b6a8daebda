package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** A job holds a lock while it computes; three requests wait for it. */
public final class BusyHolder implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
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
    Stage.play(args, new BusyHolder());
  }
}
