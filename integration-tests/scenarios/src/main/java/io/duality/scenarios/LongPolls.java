package io.duality.scenarios;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests with a trace that wait for news, within a limit of their own. */
public final class LongPolls implements Situation {
  private static final int SECONDS = 25;

  private final BlockingQueue<String> newsQueue = new ArrayBlockingQueue<>(10);
  private final CompletableFuture<String> news = new CompletableFuture<>();
  private final CountDownLatch published = new CountDownLatch(1);
  private final ReentrantLock newsLock = new ReentrantLock();
  private final Condition newsArrived = newsLock.newCondition();

  @Override
  public void open(Stage stage) {
    stage.traced("poll-queue", "GET /news", () -> newsQueue.poll(SECONDS, TimeUnit.SECONDS));
    stage.traced("poll-future", "GET /news", this::awaitFuture);
    stage.traced("poll-latch", "GET /news", () -> published.await(SECONDS, TimeUnit.SECONDS));
    stage.traced("poll-condition", "GET /news", this::awaitCondition);
    stage.traced("poll-monitor", "GET /news", this::awaitMonitor);
  }

  private void awaitFuture() throws InterruptedException, ExecutionException {
    try {
      news.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.out.println("no news");
    }
  }

  private void awaitCondition() throws InterruptedException {
    newsLock.lockInterruptibly();
    try {
      long left = TimeUnit.SECONDS.toNanos(SECONDS);
      while (!news.isDone() && left > 0) {
        left = newsArrived.awaitNanos(left);
      }
    } finally {
      newsLock.unlock();
    }
  }

  private void awaitMonitor() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (news) {
      while (!news.isDone() && System.nanoTime() < end) {
        news.wait(SECONDS * 1_000L);
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new LongPolls());
  }
}
