package io.duality.scenarios;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A Vert.x handler on the event loop wants the stock lock, which a long import keeps while it reads
 * from its peer. Orders that come in wait behind the loop.
 */
public final class BlockedVertx implements Situation {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch handled = new CountDownLatch(1);

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new BlockedVertx());
  }

  @Override
  public void open(Stage stage) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Peer peer = Peer.silent(stage.stuck());
    if (stage.stuck()) {
      System.out.println("PEER " + peer.name());
    }
    stage.traced(
        "stock-import",
        "ImportStock",
        () -> {
          stockLock.lock();
          try {
            held.countDown();
            Exchange.once(peer);
          } finally {
            stockLock.unlock();
          }
        });
    if (stage.stuck()) {
      vertx.runOnContext(nothing -> stage.here("GET /stock", this::stock));
    }
    stage.untraced("order", () -> order(vertx, stage));
  }

  private void stock() throws InterruptedException {
    held.await();
    handled.countDown();
    stockLock.lock();
    try {
      handled.countDown();
    } finally {
      stockLock.unlock();
    }
  }

  private void order(Vertx vertx, Stage stage) throws InterruptedException, ExecutionException {
    if (stage.stuck()) {
      handled.await();
    }
    vertx
        .executeBlocking(() -> 42)
        .compose(number -> vertx.timer(1))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }
}
