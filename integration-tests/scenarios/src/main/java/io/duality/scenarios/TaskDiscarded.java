package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool throws away what it cannot begin at once, and a request waits for a task that was thrown
 * away. With a worker to spare every task is done.
 */
public final class TaskDiscarded implements Situation {
  private final CountDownLatch end = new CountDownLatch(1);
  private ThreadPoolExecutor mailers;

  @Override
  public void open(Stage stage) {
    int size = stage.stuck() ? 1 : 4;
    mailers =
        new ThreadPoolExecutor(
            size,
            size,
            1,
            TimeUnit.MINUTES,
            // A worker that is on its way back, or has not come yet, takes what is queued
            // meanwhile.
            stage.stuck() ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(),
            Workers.named("mailer"),
            new ThreadPoolExecutor.DiscardPolicy());
    if (stage.stuck()) {
      Future<?> first =
          mailers.submit(
              () -> {
                end.await();
                return "sent at last";
              });
      stage.await(() -> mailers.getActiveCount() == 1 && !first.isDone());
    }
    stage.awaitWaiting(stage.traced("mail-1", "POST /mails", this::send));
  }

  private void send() throws Exception {
    mailers.submit(new Letter()).get();
  }

  private static final class Letter implements java.util.concurrent.Callable<String> {
    @Override
    public String call() {
      return "sent";
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new TaskDiscarded());
  }
}
