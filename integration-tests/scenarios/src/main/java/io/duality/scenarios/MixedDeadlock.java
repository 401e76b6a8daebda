package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** One thread holds a monitor and wants a lock, the other the reverse. */
public final class MixedDeadlock implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final Cart cart = new Cart();
  private final CountDownLatch bothHoldOne = new CountDownLatch(2);

  private static final class Cart {
    private int items;
  }

  @Override
  public void open(Stage stage) {
    Thread order = stage.traced("order", "POST /orders", () -> order(stage));
    Thread cancel = stage.traced("cancel", "DELETE /orders", () -> cancel(stage));
    stage.await(() -> stockLock.hasQueuedThread(order));
    stage.await(() -> cancel.getState() == Thread.State.BLOCKED);
  }

  private void order(Stage stage) throws InterruptedException {
    synchronized (cart) {
      stage.meet(bothHoldOne);
      stockLock.lock();
      try {
        cart.items = Math.max(0, cart.items - 1);
      } finally {
        stockLock.unlock();
      }
    }
  }

  private void cancel(Stage stage) throws InterruptedException {
    if (!stage.stuck()) {
      order(stage);
      return;
    }
    stockLock.lock();
    try {
      stage.meet(bothHoldOne);
      synchronized (cart) {
        cart.items++;
      }
    } finally {
      stockLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new MixedDeadlock());
  }
}
