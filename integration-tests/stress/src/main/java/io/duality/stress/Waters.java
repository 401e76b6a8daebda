package io.duality.stress;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** In what the swimmers of {@link Depths} dive. */
final class Waters {
  private Waters() {}

  /** A lock that is taken and given back at every depth, and held over a change of threads. */
  static final class Lock extends Depths.Water {
    private final ReentrantLock lock;

    Lock(boolean fair) {
      lock = new ReentrantLock(fair);
    }

    @Override
    void step() {
      lock.lock();
      try {
        if ((steps.get() & 15) == 0) {
          Thread.yield();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    boolean isWhole() {
      return !lock.isLocked() && !lock.hasQueuedThreads();
    }
  }

  /** A monitor, for comparison: nothing is woven there. */
  static final class Monitor extends Depths.Water {
    @Override
    void step() {
      synchronized (this) {
        if ((steps.get() & 15) == 0) {
          Thread.yield();
        }
      }
    }

    @Override
    boolean isWhole() {
      return true;
    }
  }

  /** Swimmers put, the helper takes. */
  static final class Put extends Depths.Water {
    private final BlockingQueue<Object> queue;

    Put(boolean linked) {
      queue = linked ? new LinkedBlockingQueue<>(1) : new ArrayBlockingQueue<>(1);
    }

    @Override
    void step() throws InterruptedException {
      queue.put("item");
    }

    @Override
    void help() throws InterruptedException {
      while (!queue.take().equals("over")) {
        steps.incrementAndGet();
      }
    }

    @Override
    void end() {
      Thread last =
          Threads.platform("stress-last-putter", () -> Undisturbed.run(() -> queue.put("over")));
      last.start();
    }

    @Override
    boolean isWhole() {
      return queue.isEmpty();
    }
  }

  /** The helper puts, swimmers take. */
  static final class Take extends Depths.Water {
    private final BlockingQueue<Object> queue;

    Take(boolean linked) {
      queue = linked ? new LinkedBlockingQueue<>(1) : new ArrayBlockingQueue<>(1);
    }

    @Override
    void step() throws InterruptedException {
      queue.take();
    }

    @Override
    void help() throws InterruptedException {
      while (!over) {
        queue.put("item");
        steps.incrementAndGet();
      }
    }

    @Override
    void end() {
      queue.poll();
    }

    @Override
    boolean isWhole() {
      return queue.remainingCapacity() <= 1;
    }
  }

  /** Swimmers wait for what the helper does: latches, tasks or completions. */
  static final class Promise extends Depths.Water {
    /** What a swimmer waits for: done when its runnable ran. */
    enum Kind {
      LATCH,
      TASK,
      COMPLETION
    }

    private final Kind kind;
    private final Queue<Runnable> promised = new ConcurrentLinkedQueue<>();

    Promise(Kind kind) {
      this.kind = kind;
    }

    @Override
    void step() throws InterruptedException {
      try {
        switch (kind) {
          case LATCH -> {
            CountDownLatch latch = new CountDownLatch(1);
            promised.add(latch::countDown);
            latch.await();
          }
          case TASK -> {
            FutureTask<Integer> task = new FutureTask<>(() -> 1);
            promised.add(task);
            task.get();
          }
          case COMPLETION -> {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            promised.add(() -> future.complete(1));
            future.get();
          }
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("no task throws", e);
      }
    }

    @Override
    void help() {
      while (!over || !promised.isEmpty()) {
        Runnable next = promised.poll();
        if (next == null) {
          LockSupport.parkNanos(20_000);
        } else {
          steps.incrementAndGet();
          next.run();
        }
      }
    }

    @Override
    boolean isWhole() {
      return promised.isEmpty();
    }
  }
}
