package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pool of two whose workers wait for an answer that does not come, with twenty exports queued
 * behind them; or for a lock that one thread keeps. Nobody carries a trace, and an answer is
 * nobody's to give: only the queue that does not move tells. Its twin has as much queued all the
 * time and moves.
 */
public final class StarvedPool implements Situation {
  private static final int QUEUED = 20;

  private final AtomicInteger names = new AtomicInteger();
  private final ExecutorService exports =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "report-export-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch answered = new CountDownLatch(1);

  private final ReentrantLock archive = new ReentrantLock();
  private final boolean locked;

  private StarvedPool(boolean locked) {
    this.locked = locked;
  }

  /** With workers that wait for a lock, or for an answer. */
  static StarvedPool of(boolean locked) {
    return new StarvedPool(locked);
  }

  private final class Export implements Runnable {
    private final Stage stage;

    Export(Stage stage) {
      this.stage = stage;
    }

    @Override
    public void run() {
      try {
        if (stage.stuck() && locked) {
          store();
        } else if (stage.stuck()) {
          answered.await();
        } else {
          answered.await(10, TimeUnit.MILLISECONDS);
          exports.execute(this); // as much is queued after it as was before
        }
      } catch (InterruptedException | RejectedExecutionException e) {
        Thread.currentThread().interrupt(); // the program is over
      }
    }
  }

  private void store() {
    archive.lock();
    try {
      answered.countDown();
    } finally {
      archive.unlock();
    }
  }

  private void keep(Stage stage) {
    archive.lock();
    try {
      stage.work();
    } finally {
      archive.unlock();
    }
  }

  @Override
  public void open(Stage stage) {
    if (locked) {
      stage.untraced("archiver", () -> keep(stage));
      stage.await(archive::isLocked);
    }
    for (int i = 0; i < QUEUED + 2; i++) {
      exports.execute(new Export(stage));
    }
    stage.await(() -> names.get() == 2);
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args.length > 1 && args[1].equals("lock")));
  }
}
