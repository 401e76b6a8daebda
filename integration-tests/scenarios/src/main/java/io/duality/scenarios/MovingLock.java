package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** Six requests contend for one lock, each gets it soon. */
public final class MovingLock implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();

  @Override
  public void open(Stage stage) {
    for (int i = 1; i <= 6; i++) {
      stage.traced("order-" + i, "POST /orders", () -> reserve(stage));
    }
  }

  private void reserve(Stage stage) {
    for (int i = 0; i < 10; i++) {
      stockLock.lock();
      try {
        stage.work();
      } finally {
        stockLock.unlock();
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new MovingLock());
  }
}
