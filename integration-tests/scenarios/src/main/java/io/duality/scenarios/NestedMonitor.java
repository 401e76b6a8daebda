package io.duality.scenarios;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A consumer waits in a hand-written buffer for its notification and holds the shop's monitor
 * meanwhile; whoever would put something into the buffer needs the shop first.
 */
public final class NestedMonitor implements Situation {
  private final Object shop = new Object();
  private final Buffer buffer = new Buffer();
  private volatile boolean inside;

  private static final class Buffer {
    private final Deque<String> items = new ArrayDeque<>();

    synchronized void put(String item) {
      items.add(item);
      notifyAll();
    }

    synchronized String take() throws InterruptedException {
      while (items.isEmpty()) {
        wait();
      }
      return items.remove();
    }
  }

  @Override
  public void open(Stage stage) {
    stage.traced(
        "packer",
        "PackOrder",
        () -> {
          if (stage.stuck()) {
            synchronized (shop) {
              inside = true;
              buffer.take();
            }
          } else {
            buffer.take();
          }
        });
    stage.await(() -> inside);
    stage.awaitWaiting(
        stage.traced(
            "order-desk",
            "POST /orders",
            () -> {
              synchronized (shop) {
                buffer.put("order");
              }
            }));
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new NestedMonitor());
  }
}
