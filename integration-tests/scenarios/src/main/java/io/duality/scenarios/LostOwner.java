package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/** An importer ends without giving its lock back; nobody ever will. */
public final class LostOwner implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private int stock = 1_000_000;

  @Override
  public void open(Stage stage) {
    Thread importer = stage.traced("importer", "ImportJob", () -> load(stage));
    stage.await(() -> !importer.isAlive());
    stage.awaitWaiting(stage.traced("http-1", "POST /orders", this::reserve));
  }

  private void load(Stage stage) {
    stockLock.lock();
    stock += 100;
    if (!stage.stuck()) {
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
    Stage.play(args, new LostOwner());
  }
}
