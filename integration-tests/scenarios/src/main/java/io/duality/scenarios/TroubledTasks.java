package io.duality.scenarios;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Whatever can go wrong with tasks that nobody waits for: one waits behind a slow one, one fails,
 * one is refused, one is thrown away with its pool, and one that should come again does not. In the
 * healthy twin nothing of that happens.
 */
public final class TroubledTasks implements Situation {
  private static final long QUEUED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final ThreadPoolExecutor reports = pool("report", 2);
  private final ThreadPoolExecutor letters = pool("letter", 1);
  private final ThreadPoolExecutor closing = pool("closing", 2);
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, Workers.named("timer"));

  private static ThreadPoolExecutor pool(String name, int queued) {
    return new ThreadPoolExecutor(
        1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(queued), Workers.named(name));
  }

  @Override
  public void open(Stage stage) {
    stage.traced("http-reports", "POST /reports", () -> report(stage));
    stage.traced("http-letters", "POST /letters", () -> write(stage));
    stage.traced("http-timers", "POST /timers", () -> schedule(stage));
    stage.traced("http-closing", "DELETE /pool", () -> close(stage));
    stage.await(this::allHasGoneWrong);
  }

  private boolean allHasGoneWrong() {
    return reports.getCompletedTaskCount() == 2
        && letters.getCompletedTaskCount() == 3
        && timers.getCompletedTaskCount() == 1
        && closing.isTerminated();
  }

  /** What was just handed over has been in its queue for long then. */
  private static void untilQueuedLong(Stage stage) {
    long handedOver = System.nanoTime();
    stage.await(() -> System.nanoTime() - handedOver >= QUEUED_NANOS);
  }

  private void report(Stage stage) throws Exception {
    if (stage.stuck()) {
      CountDownLatch slow = new CountDownLatch(1);
      reports.execute(new Held(slow));
      Future<?> failing = reports.submit(new Fails());
      untilQueuedLong(stage);
      slow.countDown();
      failing.get(30, TimeUnit.SECONDS);
    } else {
      reports.submit(new Slow(0)).get(30, TimeUnit.SECONDS);
    }
  }

  private void write(Stage stage) throws Exception {
    if (!stage.stuck()) {
      letters.submit(new Slow(0)).get(30, TimeUnit.SECONDS);
      return;
    }
    CountDownLatch slow = new CountDownLatch(1);
    letters.execute(new Held(slow));
    letters.setMaximumPoolSize(2);
    for (int i = 0; i < 4; i++) { // one is queued, one has the second worker
      try {
        letters.execute(new Held(slow));
      } catch (RejectedExecutionException e) {
        System.out.println("REFUSED " + Thread.currentThread().getName());
      }
    }
    untilQueuedLong(stage);
    slow.countDown();
  }

  private void schedule(Stage stage) throws Exception {
    if (stage.stuck()) {
      Future<?> failing = timers.scheduleAtFixedRate(new Fails(), 0, 1, TimeUnit.SECONDS);
      System.out.println("FAILING " + failing.isDone());
    } else {
      timers.schedule(new Slow(0), 1, TimeUnit.MILLISECONDS).get(30, TimeUnit.SECONDS);
    }
  }

  private void close(Stage stage) throws Exception {
    if (stage.stuck()) {
      CountDownLatch begun = new CountDownLatch(1);
      closing.execute(begun::countDown);
      begun.await();
      closing.execute(new Slow(TimeUnit.HOURS.toMillis(1)));
      stage.await(() -> closing.getActiveCount() == 1 && closing.getQueue().isEmpty());
      closing.execute(new Slow(0));
      closing.shutdownNow();
    } else {
      closing.submit(new Slow(0)).get(30, TimeUnit.SECONDS);
    }
  }

  private record Slow(long millis) implements Runnable {
    @Override
    public void run() {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes until the story says so, however slow the machine is. */
  private record Held(CountDownLatch until) implements Runnable {
    @Override
    public void run() {
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Fails implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("no paper");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new TroubledTasks());
  }
}
