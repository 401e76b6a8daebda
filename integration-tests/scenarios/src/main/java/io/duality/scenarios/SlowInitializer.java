package io.duality.scenarios;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A request needs a class whose initialiser, on another thread, waits for a lock. */
public final class SlowInitializer implements Situation {
  private static final ReentrantLock IMPORT_LOCK = new ReentrantLock();

  private static final class Catalogue {
    static final AtomicInteger ITEMS = new AtomicInteger(count());
  }

  private static int count() {
    IMPORT_LOCK.lock();
    try {
      return 1;
    } finally {
      IMPORT_LOCK.unlock();
    }
  }

  @Override
  public void open(Stage stage) {
    stage.traced(
        "importer",
        "ImportJob",
        () -> {
          IMPORT_LOCK.lock();
          try {
            stage.work();
          } finally {
            IMPORT_LOCK.unlock();
          }
        });
    stage.await(IMPORT_LOCK::isLocked);
    stage.traced("loader", "GET /catalogue", () -> Catalogue.ITEMS.incrementAndGet());
    stage.await(IMPORT_LOCK::hasQueuedThreads);
    stage.traced("http-1", "GET /items", () -> Catalogue.ITEMS.incrementAndGet());
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new SlowInitializer());
  }
}
