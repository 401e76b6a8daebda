package io.duality.stress;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What is awaited comes: results of tasks, completed futures, forked work, cancellations. */
final class Futures implements Scene {
  @Override
  public void play(Crew crew) throws Exception {
    tasks(crew);
    completions(crew);
    forks(crew);
  }

  /** One half asks, the other half runs what was asked; every eighth is cancelled instead. */
  private static void tasks(Crew crew) throws InterruptedException {
    int each = crew.threads() / 2;
    BlockingQueue<FutureTask<Integer>> work = new LinkedBlockingQueue<>();
    AtomicLong asked = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    crew.add(
        "runner",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            FutureTask<Integer> task = Undisturbed.get(work::take);
            if (random.nextInt(8) == 0) {
              task.cancel(random.nextBoolean());
            } else {
              task.run();
            }
          }
        });
    crew.add(
        "asker",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            FutureTask<Integer> task = new FutureTask<>(() -> 1);
            asked.incrementAndGet();
            Undisturbed.run(() -> work.put(task));
            answered.addAndGet(result(task, random));
          }
        });
    crew.runInterrupted();
    crew.report().invariant("tasks", asked.get(), answered.get());
  }

  private static int result(FutureTask<Integer> task, SplittableRandom random)
      throws ExecutionException {
    try {
      if (random.nextInt(4) == 0) {
        long micros = random.nextInt(50);
        try {
          return Undisturbed.get(() -> timed(task, micros));
        } catch (TimeoutException e) {
          return Undisturbed.<Integer, ExecutionException>get(task::get);
        }
      }
      return Undisturbed.<Integer, ExecutionException>get(task::get);
    } catch (CancellationException e) {
      return 1;
    }
  }

  private static int timed(FutureTask<Integer> task, long micros)
      throws InterruptedException, TimeoutException {
    try {
      return task.get(micros, TimeUnit.MICROSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the task does not throw", e);
    }
  }

  /** Futures that others complete, chains of them, and waiting for all of some. */
  private static void completions(Crew crew) throws InterruptedException {
    int each = crew.threads() / 2;
    BlockingQueue<CompletableFuture<Integer>> promised = new LinkedBlockingQueue<>();
    AtomicLong sum = new AtomicLong();
    crew.add(
        "completer",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations() * 2; i++) {
            CompletableFuture<Integer> future = Undisturbed.get(promised::take);
            Locks.linger(random);
            future.complete(1);
          }
        });
    crew.add(
        "waiter",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            CompletableFuture<Integer> left = new CompletableFuture<>();
            CompletableFuture<Integer> right = new CompletableFuture<>();
            CompletableFuture<Integer> both =
                left.thenApply(value -> value + 1).thenCombine(right, Integer::sum);
            Undisturbed.run(() -> promised.put(left));
            Undisturbed.run(() -> promised.put(right));
            if (random.nextInt(3) == 0) {
              CompletableFuture.allOf(left, right).join();
            }
            sum.addAndGet(
                random.nextBoolean()
                    ? both.join()
                    : Undisturbed.<Integer, ExecutionException>get(both::get));
          }
        });
    crew.runInterrupted();
    crew.report().invariant("completions", 3L * each * crew.operations(), sum.get());
  }

  /** Threads outside a small pool invoke work that forks and joins inside. */
  private static void forks(Crew crew) throws InterruptedException {
    ForkJoinPool pool = new ForkJoinPool(3);
    AtomicLong sum = new AtomicLong();
    int count = Math.max(1, crew.operations() / 4);
    crew.add(
        "invoker",
        crew.threads(),
        (self, random) -> {
          for (int i = 0; i < count; i++) {
            sum.addAndGet(
                random.nextBoolean()
                    ? pool.invoke(new Sum(0, 16))
                    : Undisturbed.<Integer, ExecutionException>get(
                        pool.submit(new Sum(0, 16))::get));
          }
        });
    crew.run();
    pool.shutdown();
    boolean ended = pool.awaitTermination(1, TimeUnit.HOURS);
    crew.report().invariant("forks", 120L * count * crew.threads(), sum.get());
    crew.report().invariant("fork-pool", 1, ended ? 1 : 0);
  }

  private static final class Sum extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int from;
    private final int to;

    Sum(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    protected Integer compute() {
      if (to - from <= 2) {
        return IntStream.range(from, to).sum();
      }
      int middle = (from + to) / 2;
      List<Sum> halves = List.of(new Sum(from, middle), new Sum(middle, to));
      return invokeAll(halves).stream().mapToInt(Sum::join).sum();
    }
  }
}
