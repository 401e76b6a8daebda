package com.acme.orders;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.VirtualThreads;

/** Starts the service, lets one story happen to it under load, and says how the load fared. */
public final class Orders {
  private static final Map<String, Story> STORIES =
      new TreeMap<>(
          Map.of(
              "stall", new StallStory(false),
              "virtual-threads", new StallStory(true),
              "deadlock", new DeadlockStory(),
              "healthy", new HealthyStory()));

  private Orders() {}

  /** The first argument names the story; without one it is {@code stall}. */
  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "stall" : args[0];
    Story story = STORIES.get(name);
    if (story == null) {
      System.err.println("no story is called " + name + "; choose one of " + STORIES.keySet());
      System.exit(2);
    }
    if (story.virtualThreads() && !VirtualThreads.areSupported()) {
      System.err.println(
          "story " + name + " needs Java 21 or later, this is " + Runtime.version().feature());
      System.exit(2);
    }
    say(story.about());
    Service service = Service.start(story.virtualThreads());
    Load load = new Load(service.port());
    say("listening on 127.0.0.1:" + service.port());
    story.happen(service, load);
    if (story.recovers()) {
      load.stop();
    }
    say(
        String.format(
            Locale.ROOT,
            "%d requests answered, %d failed, the longest took %.1f s; %d spans sampled",
            load.answered(),
            load.failed(),
            load.longestMillis() / 1e3,
            service.telemetry().ended()));
    if (story.recovers()) {
      service.stop();
    }
    System.exit(load.failed() == 0 ? 0 : 1);
  }

  static void say(String line) {
    System.out.println("orders: " + line);
  }

  /** Waits until a condition holds, but at most so many seconds. */
  static void until(BooleanSupplier condition, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      if (never.await(50, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }
}
