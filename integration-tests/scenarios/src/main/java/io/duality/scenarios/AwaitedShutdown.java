package io.duality.scenarios;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Threads that keep a program alive until somebody ends it. */
public final class AwaitedShutdown implements Situation {
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Object ended = new Object();
  private boolean isEnded;

  @Override
  public void open(Stage stage) {
    stage.untraced("keep-alive", shutdown::await);
    stage.untraced("keep-alive-future", stopped::get);
    stage.untraced("keep-alive-monitor", this::awaitEnd);
    Thread worker = stage.untraced("worker", shutdown::await);
    stage.untraced("keep-alive-join", worker::join);
  }

  private void awaitEnd() throws InterruptedException {
    synchronized (ended) {
      while (!isEnded) {
        ended.wait();
      }
    }
  }

  /** Ends the waits. */
  void end() {
    shutdown.countDown();
    stopped.complete(null);
    synchronized (ended) {
      isEnded = true;
      ended.notifyAll();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new AwaitedShutdown());
  }
}
