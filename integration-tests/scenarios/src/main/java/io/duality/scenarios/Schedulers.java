package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Things that wait for a time to come: schedulers, a timer, a delay queue. */
public final class Schedulers implements Situation {
  private final ScheduledThreadPoolExecutor hourly = new ScheduledThreadPoolExecutor(2);
  private final ScheduledThreadPoolExecutor ticking = new ScheduledThreadPoolExecutor(1);
  private final Timer timer = new Timer("nightly", true);
  private final DelayQueue<Reminder> reminders = new DelayQueue<>();
  private final List<ScheduledFuture<?>> scheduled = new ArrayList<>();
  private final AtomicInteger ticks = new AtomicInteger();

  private record Reminder(long dueNanos) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public void open(Stage stage) {
    hourly.prestartAllCoreThreads();
    scheduled.add(hourly.schedule(ticks::incrementAndGet, 1, TimeUnit.HOURS));
    scheduled.add(
        ticking.scheduleAtFixedRate(ticks::incrementAndGet, 0, 100, TimeUnit.MILLISECONDS));
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            ticks.incrementAndGet();
          }
        },
        TimeUnit.HOURS.toMillis(1));
    reminders.add(new Reminder(System.nanoTime() + TimeUnit.HOURS.toNanos(1)));
    stage.untraced("reminders", reminders::take);
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new Schedulers());
  }
}
