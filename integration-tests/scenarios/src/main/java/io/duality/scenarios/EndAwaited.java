package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread holds a lock and waits for what another can only finish with that lock: its end ({@code
 * join}) or its result ({@code future}).
 */
public final class EndAwaited implements Situation {
  private final String kind;
  private final ReentrantLock reportLock = new ReentrantLock();
  private final CountDownLatch held = new CountDownLatch(1);
  private final AtomicInteger written = new AtomicInteger();

  private EndAwaited(String kind) {
    this.kind = kind;
  }

  static EndAwaited of(String kind) {
    return new EndAwaited(kind);
  }

  @Override
  public void open(Stage stage) {
    FutureTask<Integer> page = new FutureTask<>(this::write);
    Thread writer =
        stage.traced(
            kind + "-writer",
            "WritePage",
            () -> {
              if (stage.stuck()) {
                held.await();
              }
              if (kind.equals("future") && stage.stuck()) {
                page.run();
              } else {
                write();
              }
            });
    stage.awaitWaiting(
        stage.traced(
            kind + "-closer",
            "POST /reports",
            () -> {
              if (!stage.stuck()) {
                write();
                return;
              }
              reportLock.lock();
              try {
                held.countDown();
                finish(page, writer);
              } finally {
                reportLock.unlock();
              }
            }));
    stage.await(reportLock::hasQueuedThreads);
  }

  private void finish(FutureTask<Integer> page, Thread writer)
      throws InterruptedException, ExecutionException {
    if (kind.equals("future")) {
      page.get();
    } else {
      writer.join();
    }
  }

  private int write() {
    reportLock.lock();
    try {
      return written.incrementAndGet();
    } finally {
      reportLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args[1]));
  }
}
