package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pools of every kind whose workers have nothing to do. */
public final class IdlePools implements Situation {
  private static final int WORKERS = 3;

  private final List<ExecutorService> pools =
      List.of(
          Executors.newFixedThreadPool(WORKERS),
          Executors.newCachedThreadPool(),
          new ThreadPoolExecutor(
              WORKERS, WORKERS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(10)),
          new ScheduledThreadPoolExecutor(WORKERS),
          new ForkJoinPool(WORKERS));

  @Override
  public void open(Stage stage) {
    try {
      for (ExecutorService pool : pools) {
        employAll(pool);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a pool did not get its workers to work", e);
    }
  }

  /** Gives every worker one task at the same time, so that afterwards all of them are idle. */
  private static void employAll(ExecutorService pool)
      throws InterruptedException, ExecutionException {
    CyclicBarrier together = new CyclicBarrier(WORKERS);
    Callable<Integer> meet = together::await;
    List<Future<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      tasks.add(pool.submit(meet));
    }
    for (Future<Integer> task : tasks) {
      task.get();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new IdlePools());
  }
}
