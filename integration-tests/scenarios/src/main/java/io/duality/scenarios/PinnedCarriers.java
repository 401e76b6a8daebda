package io.duality.scenarios;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads that initialise classes cannot leave their carriers meanwhile: two initialisers
 * wait for one lock, on two carriers, and every other virtual thread waits for a carrier. Run it
 * with a parallelism of two.
 */
public final class PinnedCarriers implements Situation {
  private static final ReentrantLock SETTINGS = new ReentrantLock();
  private static final int REQUESTS = 8;

  /** Reads settings as it is initialised. */
  static final class Prices {
    static final int COUNT = settings();

    private Prices() {}
  }

  /** The same, in another class. */
  static final class Taxes {
    static final int COUNT = settings();

    private Taxes() {}
  }

  private static int settings() {
    SETTINGS.lock();
    try {
      return SETTINGS.getHoldCount();
    } finally {
      SETTINGS.unlock();
    }
  }

  @Override
  public void open(Stage stage) {
    stage.traced("settings-loader", "load settings", () -> load(stage));
    stage.await(SETTINGS::isLocked);
    stage.virtual("request-prices", "GET /prices", () -> use(Prices.COUNT));
    stage.virtual("request-taxes", "GET /taxes", () -> use(Taxes.COUNT));
    stage.await(() -> SETTINGS.getQueueLength() == 2);
    for (int i = 1; i <= REQUESTS; i++) {
      stage.virtual("request-" + i, "GET /cart", () -> use(1));
    }
  }

  private static void load(Stage stage) {
    SETTINGS.lock();
    try {
      stage.work();
    } finally {
      SETTINGS.unlock();
    }
  }

  private static void use(int count) {
    if (count == 0) {
      throw new IllegalStateException("a setting was read without its lock");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new PinnedCarriers());
  }
}
