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
    return 2;
  }
}
