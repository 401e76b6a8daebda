package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** Two virtual threads take two locks in opposite orders; needs Java 21. */
public final class VirtualLockDeadlock implements Situation {
  private final ReentrantLock creditLock = new ReentrantLock();
  private final ReentrantLock pointsLock = new ReentrantLock();
  private final CountDownLatch bothHoldOne = new CountDownLatch(2);
  private int balance;

  @Override
  public void open(Stage stage) {
    ReentrantLock first = stage.stuck() ? pointsLock : creditLock;
    ReentrantLock second = stage.stuck() ? creditLock : pointsLock;
    stage.virtual("transfer-1", "POST /buy", () -> crosswise(stage, creditLock, pointsLock));
    stage.virtual("transfer-2", "POST /redeem", () -> crosswise(stage, first, second));
    stage.await(() -> creditLock.hasQueuedThreads() && pointsLock.hasQueuedThreads());
  }

  private void crosswise(Stage stage, ReentrantLock first, ReentrantLock second)
      throws InterruptedException {
    first.lock();
    try {
      stage.meet(bothHoldOne);
      second.lock();
      try {
        if (balance < 1_000) {
          balance++;
        }
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new VirtualLockDeadlock());
  }
}
