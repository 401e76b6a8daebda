package io.duality.stress;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work in small steps, each of which either happens or throws: a step that ran out of memory is
 * done again. Nothing but the waits themselves allocates between two steps.
 */
final class Workshop {
  private static final Callable<Integer> ONE = () -> 1;

  private final int operations;
  private final ReentrantLock lock = new ReentrantLock();
  private final Semaphore permits = new Semaphore(2, true);
  private final BlockingQueue<Integer> linked = new LinkedBlockingQueue<>(3);
  private final BlockingQueue<Integer> array = new ArrayBlockingQueue<>(3);
  private final BlockingQueue<FutureTask<Integer>> tasks = new LinkedBlockingQueue<>();
  private final AtomicLong put = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger errors = new AtomicInteger();
  private long counter;

  Workshop(int operations) {
    this.operations = operations;
  }

  Runnable worker(boolean gives) {
    return new Worker(gives);
  }

  int errors() {
    return errors.get();
  }

  void report(Report report, String phase, int pairs) {
    long all = (long) pairs * operations;
    report.invariant(phase + "-counter", all * 2, counter);
    report.invariant(phase + "-taken", put.get(), taken.get());
    report.invariant(phase + "-left", 0, linked.size() + array.size() + tasks.size());
    report.invariant(phase + "-answers", all, answers.get());
    report.invariant(phase + "-permits", 2, permits.availablePermits());
    report.invariant(phase + "-locked", 0, lock.isLocked() ? 1 : 0);
  }

  private final class Worker implements Runnable {
    private final boolean gives;
    private int operation;
    private int step;
    private FutureTask<Integer> task;

    Worker(boolean gives) {
      this.gives = gives;
    }

    @Override
    public void run() {
      while (operation < operations) {
        try {
          next();
        } catch (OutOfMemoryError e) {
          errors.incrementAndGet();
        } catch (InterruptedException | ExecutionException e) {
          throw new IllegalStateException("nobody interrupts, no task throws", e);
        }
      }
    }

    private void next() throws InterruptedException, ExecutionException {
      switch (step) {
        case 0 -> count();
        case 1 -> {
          permits.acquire();
          step = 2;
        }
        case 2 -> {
          Thread.yield();
          permits.release();
          step = 3;
        }
        case 3 -> handOver(operation % 2 == 0 ? linked : array);
        case 4 -> {
          task = gives ? new FutureTask<>(ONE) : tasks.take();
          step = 5;
        }
        case 5 -> {
          if (gives) {
            tasks.put(task);
          } else {
            task.run();
          }
          step = 6;
        }
        default -> {
          if (gives) {
            answers.addAndGet(task.get());
          }
          step = 0;
          operation++;
        }
      }
    }

    private void count() {
      lock.lock();
      try {
        counter++;
        step = 1;
        if ((counter & 3) == 0) {
          Thread.yield();
        }
      } finally {
        lock.unlock();
      }
    }

    private void handOver(BlockingQueue<Integer> queue) throws InterruptedException {
      int value = operation & 63; // a cached box
      if (gives) {
        queue.put(value);
        put.addAndGet(value);
      } else {
        taken.addAndGet(queue.take());
      }
      step = 4;
    }
  }
}
