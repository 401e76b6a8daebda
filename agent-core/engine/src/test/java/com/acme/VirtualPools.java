package com.acme;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What only newer JDKs have: an executor with a virtual thread for each task. */
final class VirtualPools {
  private static ExecutorService perTask;

  private VirtualPools() {}

  /** Opens it with two tasks that wait; returns how many. */
  static int open() throws Exception {
    perTask =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    for (int i = 0; i < 2; i++) {
      Future<?> unused =
          perTask.submit(
              () -> {
                PoolsStory.inside();
                PoolsStory.await();
              });
    }
    pinned();
    return 3;
  }

  /** Waits inside an initialiser, which keeps its carrier on every JDK so far. */
  private static void pinned() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    type.getMethod("name", String.class).invoke(builder, "pinned");
    type.getMethod("start", Runnable.class).invoke(builder, (Runnable) Slow::use);
  }

  private static final class Slow {
    static {
      PoolsStory.inside();
      PoolsStory.await();
    }

    static void use() {}
  }
}
