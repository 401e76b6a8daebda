package io.duality.scenarios;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A feed is read every fifty milliseconds, until it no longer is: nothing waits, nothing is queued,
 * and nothing fails. Its twin is read for ever.
 */
public final class StoppedFeed implements Situation {
  private static final int READS = 20;

  private final ScheduledExecutorService feed =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "price-feed-1");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger reads = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    ScheduledFuture<?> reading =
        feed.scheduleAtFixedRate(reads::incrementAndGet, 0, 50, TimeUnit.MILLISECONDS);
    stage.await(() -> reads.get() >= READS);
    if (stage.stuck()) {
      reading.cancel(false);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new StoppedFeed());
  }
}
