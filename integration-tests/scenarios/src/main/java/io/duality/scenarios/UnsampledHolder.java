package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** The holder's trace is unsampled: no tracing backend will ever show it. */
public final class UnsampledHolder implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private int stock = 1_000_000;

  @Override
  public void open(Stage stage) {
    stage.unsampled("inventory-sync", "SyncJob", () -> hold(stage));
    stage.await(stockLock::isLocked);
    stage.awaitWaiting(stage.traced("http-1", "POST /orders", this::reserve));
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
    Stage.play(args, new UnsampledHolder());
  }
}
