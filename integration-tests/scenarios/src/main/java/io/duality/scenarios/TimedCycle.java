package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A ring of two locks in which one wait has a limit: it will end by itself. */
public final class TimedCycle implements Situation {
  private final ReentrantLock creditLock = new ReentrantLock();
  private final ReentrantLock pointsLock = new ReentrantLock();
  private final CountDownLatch bothHoldOne = new CountDownLatch(2);
  private int balance;

  @Override
  public void open(Stage stage) {
    stage.traced("transfer-1", "POST /buy", () -> buy(stage));
    stage.traced("transfer-2", "POST /redeem", () -> redeem(stage));
    stage.await(() -> creditLock.hasQueuedThreads() && pointsLock.hasQueuedThreads());
  }

  private void buy(Stage stage) throws InterruptedException {
    creditLock.lock();
    try {
      stage.meet(bothHoldOne);
      if (pointsLock.tryLock(40, TimeUnit.SECONDS)) {
        balance = Math.min(balance + 1, 1_000);
        pointsLock.unlock();
      }
    } finally {
      creditLock.unlock();
    }
  }

  private void redeem(Stage stage) throws InterruptedException {
    if (!stage.stuck()) {
      buy(stage);
      return;
    }
    pointsLock.lock();
    try {
      stage.meet(bothHoldOne);
      creditLock.lock();
      try {
        balance = Math.max(balance - 1, 0);
      } finally {
        creditLock.unlock();
      }
    } finally {
      pointsLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new TimedCycle());
  }
}
