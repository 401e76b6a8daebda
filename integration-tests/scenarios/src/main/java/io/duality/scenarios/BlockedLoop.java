package io.duality.scenarios;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Netty's event loop runs a handler that waits for a price which is computed on an event loop. With
 * one loop that is the handler's own, which is blocked; with two it is the other one. Meanwhile a
 * checkout waits for a task that it gave to the loop, as does a refund.
 */
public final class BlockedLoop implements Situation {
  private final CountDownLatch handled = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(2);

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new BlockedLoop());
  }

  @Override
  @SuppressWarnings("deprecation") // its successor of 4.2 is not in 4.1
  public void open(Stage stage) {
    int loops = stage.stuck() ? 1 : 2;
    var group = new NioEventLoopGroup(loops, new DefaultThreadFactory("price-loop", true));
    EventLoop loop = group.next();
    EventLoop computing = group.next();
    if (!stage.stuck()) {
      stage.traced("gateway", "GET /price", () -> loop.submit(() -> price(stage, computing)).get());
    } else {
      loop.execute(() -> stage.here("GET /price", () -> price(stage, computing)));
    }
    stage.traced("checkout", "POST /checkout", () -> ask(loop, stage, new Charge()));
    stage.traced("refund", "POST /refund", () -> ask(loop, stage, new PayBack()));
  }

  private Integer price(Stage stage, EventLoop computing) throws Exception {
    handled.countDown();
    if (stage.stuck()) {
      asked.await(); // the others are there before it waits for itself
    }
    return CompletableFuture.supplyAsync(() -> 42, computing).get();
  }

  private void ask(EventLoop loop, Stage stage, Callable<Integer> what) throws Exception {
    if (stage.stuck()) {
      handled.await();
    }
    Future<Integer> answer = loop.submit(what);
    asked.countDown();
    answer.get();
  }

  private static final class Charge implements Callable<Integer> {
    @Override
    public Integer call() {
      return 42;
    }
  }

  private static final class PayBack implements Callable<Integer> {
    @Override
    public Integer call() {
      return -42;
    }
  }
}
