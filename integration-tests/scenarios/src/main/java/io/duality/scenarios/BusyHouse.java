package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Everything in one JVM that uses the processor and is well: a batch on all cores, bursts, a
 * consumer that polls without pause, a matcher that finds, transfers that give way to each other.
 */
public final class BusyHouse {
  private static final long SECONDS = 9;

  private final Tracing tracing = new Tracing();
  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
  private final Lock credit = new ReentrantLock();
  private final Lock debit = new ReentrantLock();
  private volatile long sum;

  public static void main(String[] args) throws Exception {
    BusyHouse house = new BusyHouse();
    List<Thread> all = new ArrayList<>();
    all.add(house.start("batch", house::batch));
    all.add(house.start("bursts", house::bursts));
    Queue<String> orders = new ConcurrentLinkedQueue<>();
    all.add(house.start("poller", () -> house.poll(orders)));
    all.add(house.start("orders", () -> house.order(orders)));
    all.add(house.start("transfer-1", () -> house.transfer(house.credit, house.debit)));
    all.add(house.start("transfer-2", () -> house.transfer(house.debit, house.credit)));
    System.out.println("READY");
    for (Thread thread : all) {
      thread.join();
    }
    System.out.println("DONE " + house.sum);
    Console.end().await();
    Runtime.getRuntime().halt(0);
  }

  private Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** One span from beginning to end, and all cores; tasks end all the time. */
  @SuppressWarnings("try") // the scope is there to be closed
  private void batch() {
    Span span = tracing.start("nightly-batch", true);
    ExecutorService pool = Executors.newFixedThreadPool(2, Workers.named("batch"));
    try (Scope scope = span.makeCurrent()) {
      while (System.nanoTime() < end) {
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          parts.add(pool.submit(() -> IntStream.range(0, 2_000_000).mapToLong(n -> n % 7).sum()));
        }
        long all = 0;
        for (Future<Long> part : parts) {
          all += part.get();
        }
        sum = all;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      span.end();
      pool.shutdown();
    }
  }

  private void bursts() {
    while (System.nanoTime() < end) {
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400);
      long own = 0;
      while (System.nanoTime() < until) {
        own++;
      }
      sum = own;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(600));
    }
  }

  /** Never waits; what it takes, it works on. */
  private void poll(Queue<String> orders) {
    while (System.nanoTime() < end) {
      String order = orders.poll();
      if (order == null) {
        Thread.onSpinWait();
      } else {
        sum = order.repeat(64).concat("!").length();
      }
    }
  }

  private void order(Queue<String> orders) {
    for (int i = 0; System.nanoTime() < end; i++) {
      orders.add("order " + i);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void transfer(Lock mine, Lock other) {
    while (System.nanoTime() < end) {
      Span span = tracing.start("POST /transfer", true);
      try (Scope scope = span.makeCurrent()) {
        mine.lock();
        try {
          if (other.tryLock()) {
            try {
              sum = System.nanoTime();
            } finally {
              other.unlock();
            }
          }
        } finally {
          mine.unlock();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      } finally {
        span.end();
      }
    }
  }
}
