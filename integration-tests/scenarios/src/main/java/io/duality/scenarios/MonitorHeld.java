package io.duality.scenarios;

/** A thread computes inside a synchronized block; two requests are blocked at it. */
public final class MonitorHeld implements Situation {
  private final Cart cart = new Cart();

  private static final class Cart {
    private volatile int items;
  }

  @Override
  public void open(Stage stage) {
    Thread repricing = stage.traced("repricing", "RepriceJob", () -> reprice(stage));
    stage.await(() -> repricing.isAlive() && cart.items > 0);
    for (int i = 1; i <= 2; i++) {
      stage.awaitWaiting(stage.traced("http-" + i, "POST /cart", this::add));
    }
  }

  private void reprice(Stage stage) {
    synchronized (cart) {
      cart.items = cart.items + 1;
      stage.work();
    }
  }

  private void add() {
    synchronized (cart) {
      cart.items = cart.items + 1;
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new MonitorHeld());
  }
}
