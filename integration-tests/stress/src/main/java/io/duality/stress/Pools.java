package io.duality.stress;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Every task that was submitted runs once, and every pool ends when told to. */
final class Pools implements Scene {
  @Override
  public void play(Crew crew) throws Exception {
    use(crew, "unbounded", pool(crew, "u", Integer.MAX_VALUE));
    use(crew, "bounded", pool(crew, "b", 8));
    use(crew, "fork-join", new ForkJoinPool(3));
    use(crew, "per-task", Threads.perTask("stress-" + crew.report().scene() + "-t"));
    schedule(crew);
  }

  private static ExecutorService pool(Crew crew, String name, int capacity) {
    return new ThreadPoolExecutor(
        3,
        3,
        0,
        TimeUnit.SECONDS,
        capacity < 100 ? new ArrayBlockingQueue<>(capacity) : new LinkedBlockingQueue<>(),
        Threads.named("stress-" + crew.report().scene() + '-' + name),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static void use(Crew crew, String name, ExecutorService pool)
      throws InterruptedException {
    AtomicLong submitted = new AtomicLong();
    AtomicLong ran = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    AtomicLong awaited = new AtomicLong();
    int some = Math.max(1, crew.threads() / 4);
    crew.add(
        name + "-client",
        some,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            switch (random.nextInt(4)) {
              case 0 -> {
                submitted.incrementAndGet();
                pool.execute(ran::incrementAndGet);
              }
              case 1 -> {
                List<Callable<Long>> tasks = Collections.nCopies(4, ran::incrementAndGet);
                submitted.addAndGet(tasks.size());
                awaited.addAndGet(tasks.size());
                for (Future<Long> future : pool.invokeAll(tasks)) {
                  seen.addAndGet(future.get() > 0 ? 1 : 0);
                }
              }
              default -> {
                submitted.incrementAndGet();
                Future<?> future = pool.submit(ran::incrementAndGet);
                Undisturbed.<Object, ExecutionException>get(future::get);
              }
            }
          }
        });
    crew.run();
    pool.shutdown();
    boolean ended = pool.awaitTermination(1, TimeUnit.HOURS);
    crew.report().invariant(name, submitted.get(), ran.get());
    crew.report().invariant(name + "-results", awaited.get(), seen.get());
    crew.report().invariant(name + "-ended", 1, ended ? 1 : 0);
  }

  private static void schedule(Crew crew) throws InterruptedException {
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(2, Threads.named("stress-" + crew.report().scene() + "-s"));
    AtomicLong ran = new AtomicLong();
    AtomicLong ticks = new AtomicLong();
    Future<?> clock =
        pool.scheduleAtFixedRate(ticks::incrementAndGet, 0, 200, TimeUnit.MICROSECONDS);
    int some = Math.max(1, crew.threads() / 4);
    crew.add(
        "scheduled-client",
        some,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            Future<?> future =
                pool.schedule(ran::incrementAndGet, random.nextInt(300), TimeUnit.MICROSECONDS);
            if (random.nextBoolean()) {
              Undisturbed.<Object, ExecutionException>get(future::get);
            }
          }
        });
    crew.run();
    clock.cancel(false);
    pool.shutdown();
    boolean ended = pool.awaitTermination(1, TimeUnit.HOURS);
    crew.report().invariant("scheduled", (long) some * crew.operations(), ran.get());
    crew.report().invariant("scheduled-ticks", 1, ticks.get() > 0 ? 1 : 0);
    crew.report().invariant("scheduled-ended", 1, ended ? 1 : 0);
  }
}
