package io.duality.scenarios;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Two threads each initialise a class whose initialiser needs the other's class. With a second
 * argument: {@code super}, where the two are a class and its superclass; {@code virtual}, on
 * virtual threads (21 and newer); {@code requests}, with a third thread that needs one of them.
 */
public final class InitializerDeadlock implements Situation {
  private static final CountDownLatch BOTH_BEGUN = new CountDownLatch(2);
  private static final AtomicReference<Thread> SQUARE_LOADER = new AtomicReference<>();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static boolean together;

  private final String kind;

  private InitializerDeadlock(String kind) {
    this.kind = kind;
  }

  static InitializerDeadlock of(String kind) {
    return new InitializerDeadlock(kind);
  }

  private static final class Prices {
    static final int BASE = meetOthers(100);
    static final int WITH_TAX = BASE + Taxes.RATE;
  }

  private static final class Taxes {
    static final int RATE = meetOthers(19);
    static final int LEAST = RATE + Prices.BASE;
  }

  private static class Shape {
    static final Shape UNIT = meetOthers(4) == 4 ? square() : null;
  }

  private static final class Square extends Shape {
    static final int COUNT = Integer.parseInt("1");
  }

  private static int meetOthers(int value) {
    if (together) {
      BOTH_BEGUN.countDown();
      try {
        BOTH_BEGUN.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return value;
  }

  @Override
  public void open(Stage stage) {
    together = stage.stuck();
    if (!together) {
      use(Prices.WITH_TAX); // one thread has them initialised before others need them
      use(Shape.UNIT);
    }
    if (kind.equals("super")) {
      stage.traced("shape-loader", "GET /shapes", () -> use(Shape.UNIT));
      stage.await(() -> BOTH_BEGUN.getCount() == 1);
      SQUARE_LOADER.set(stage.traced("square-loader", "GET /squares", () -> use(count())));
      return;
    }
    Step prices = () -> use(Prices.WITH_TAX);
    Step taxes = () -> use(Taxes.LEAST);
    if (kind.equals("virtual")) {
      stage.virtual("price-loader", "GET /prices", prices);
      stage.virtual("tax-loader", "GET /taxes", taxes);
    } else {
      stage.traced("price-loader", "GET /prices", prices);
      stage.traced("tax-loader", "GET /taxes", taxes);
    }
    stage.await(() -> BOTH_BEGUN.getCount() == 0);
    if (kind.equals("requests")) {
      stage.traced("http-1", "POST /orders", prices);
    }
  }

  private static int count() {
    if (together) {
      BOTH_BEGUN.countDown();
    }
    return Square.COUNT; // begins with the superclass
  }

  /** Needs the subclass when the other thread has begun with it and waits for the superclass. */
  private static Shape square() {
    long used = -1;
    for (int still = 0; together && still < 20; still++) {
      Thread other = SQUARE_LOADER.get();
      long now = other == null ? used - 1 : THREADS.getThreadCpuTime(other.getId());
      still = now == used ? still : 0;
      used = now;
      LockSupport.parkNanos(5_000_000);
    }
    return new Square();
  }

  private static void use(Object value) {
    if (value == null) {
      throw new IllegalStateException("nothing was initialised");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args.length > 1 ? args[1] : "crosswise"));
  }
}
