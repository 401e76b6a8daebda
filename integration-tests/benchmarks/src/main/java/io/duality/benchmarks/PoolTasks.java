package io.duality.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Tasks handed to pools as fast as they go, in batches of 500, to be run on one processor: prints
 * nanoseconds of CPU of the threads that hand over and of the workers, per task, the median of many
 * windows. Each kind has the JVM to itself for a while, as a service under load has.
 */
public final class PoolTasks {
  private static final int BATCH = 500;
  private static final int WINDOWS = 15;
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final int WORK = 12_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static volatile int sink;

  private PoolTasks() {}

  private interface Kind {
    void give(ExecutorService pool, Runnable task);
  }

  public static void main(String[] args) throws Exception {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("execute", ExecutorService::execute);
    kinds.put(
        "submit",
        (pool, task) -> {
          Future<?> unused = pool.submit(task);
        });
    kinds.put(
        "runAsync",
        (pool, task) -> {
          CompletableFuture<Void> unused = CompletableFuture.runAsync(task, pool);
        });
    measure("first", Executors.newFixedThreadPool(2), ExecutorService::execute, 0); // not shown
    for (Map.Entry<String, Kind> each : kinds.entrySet()) {
      measure(each.getKey(), Executors.newFixedThreadPool(2), each.getValue(), 0);
    }
    measure("forkJoin", new ForkJoinPool(2), ExecutorService::execute, 0);
    measure("scheduled", Executors.newScheduledThreadPool(2), ExecutorService::execute, 0);
    measure("tenMicroseconds", Executors.newFixedThreadPool(2), ExecutorService::execute, WORK);
    System.exit(0);
  }

  private static void measure(String name, ExecutorService pool, Kind kind, int work)
      throws InterruptedException {
    run(pool, kind, work, WARM_UP_NANOS);
    List<Long> threads = workers();
    double[] costs = new double[WINDOWS];
    for (int i = 0; i < WINDOWS; i++) {
      long before = cpu(threads);
      long tasks = run(pool, kind, work, WINDOW_NANOS);
      costs[i] = (double) (cpu(threads) - before) / tasks;
    }
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    System.out.println(name + "=" + Spread.median(costs));
  }

  private static long run(ExecutorService pool, Kind kind, int work, long nanos)
      throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long tasks = 0;
    while (System.nanoTime() - end < 0) {
      CountDownLatch over = new CountDownLatch(1);
      Runnable task = work == 0 ? () -> {} : () -> spin(work);
      for (int i = 1; i < BATCH; i++) {
        kind.give(pool, task);
      }
      kind.give(pool, over::countDown);
      over.await();
      tasks += BATCH;
    }
    return tasks;
  }

  private static void spin(int rounds) {
    int value = sink;
    for (int i = 0; i < rounds; i++) {
      value = value * 31 + i;
    }
    sink = value;
  }

  /** The threads of the pools, and this one. */
  private static List<Long> workers() {
    List<Long> ids = new ArrayList<>();
    ids.add(Thread.currentThread().getId());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("pool-") || thread.getName().startsWith("ForkJoinPool-")) {
        ids.add(thread.getId());
      }
    }
    return ids;
  }

  private static long cpu(List<Long> threads) {
    long sum = 0;
    for (long id : threads) {
      sum += Math.max(0, THREADS.getThreadCpuTime(id));
    }
    return sum;
  }
}
