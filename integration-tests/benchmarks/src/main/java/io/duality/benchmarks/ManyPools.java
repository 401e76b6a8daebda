package io.duality.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * 200 pools of 25 workers each: prints how many milliseconds a second the agent's watch thread is
 * on a processor, over half a minute.
 *
 * <p>Arguments: in how many of the pools all workers wait inside their tasks with 100 further tasks
 * queued; the others are idle.
 */
public final class ManyPools {
  private static final int POOLS = 200;
  private static final int WORKERS = 25;
  private static final int QUEUED = 100;
  private static final long SETTLE_SECONDS = 25;
  private static final long SECONDS = 30;
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private ManyPools() {}

  public static void main(String[] args) throws Exception {
    int stuck = Integer.parseInt(args[0]);
    List<ThreadPoolExecutor> pools = new ArrayList<>();
    for (int i = 0; i < POOLS; i++) {
      ThreadPoolExecutor pool = pool(i);
      pool.prestartAllCoreThreads();
      for (int j = 0; i < stuck && j < WORKERS + QUEUED; j++) {
        pool.execute(ManyPools::await);
      }
      pools.add(pool);
    }
    pause(SETTLE_SECONDS);
    double before = watchMillis();
    pause(SECONDS);
    System.out.println("watchMillisPerSecond=" + (watchMillis() - before) / SECONDS);
    System.out.println("pools=" + pools.size());
    System.exit(0);
  }

  private static ThreadPoolExecutor pool(int number) {
    return new ThreadPoolExecutor(
        WORKERS,
        WORKERS,
        1,
        TimeUnit.HOURS,
        number % 2 == 0 ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(1_000),
        task -> {
          Thread worker = new Thread(null, task, "pool-of-" + number, 256 * 1024);
          worker.setDaemon(true);
          return worker;
        });
  }

  private static void await() {
    try {
      NEVER.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** What the kernel counted of the agent's watch thread; 0 without an agent. */
  private static double watchMillis() throws IOException {
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).trim().equals("duality-watch")) {
          return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]) / 1e6;
        }
      }
    }
    return 0;
  }
}
