package io.duality.hosts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Threads that contend for everything all the time, each holding long enough that others park, and
 * counters that only locks protect. Told by lines on stdin: {@code deadlock} makes two threads wait
 * for each other, {@code undo} ends that; {@code monitors} does so with monitors, for good; {@code
 * progress} says {@code PROGRESS} once every worker has got on since. At {@code end} it says
 * whether the counters are right.
 */
public final class Workshop {
  private static final int WORKERS = 6;
  private static final long HELD_NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

  private final ReentrantLock benchLock = new ReentrantLock();
  private final ReentrantReadWriteLock planLock = new ReentrantReadWriteLock();
  private final Semaphore sawPermits = new Semaphore(2);
  private final BlockingQueue<Integer> orders = new ArrayBlockingQueue<>(4);
  private final BlockingQueue<Integer> handOver = new SynchronousQueue<>();
  private final ReentrantLock leftLock = new ReentrantLock();
  private final ReentrantLock rightLock = new ReentrantLock();
  private final AtomicLong[] turns = new AtomicLong[WORKERS];
  private final List<Thread> workers = new ArrayList<>();
  private final List<Thread> stuck = new ArrayList<>();
  private volatile boolean over;
  private long underLock;
  private long underWriteLock;
  private long underMonitor;

  private Workshop() {}

  /** Works until stdin ends or says so. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Workshop shop = new Workshop();
    shop.open();
    System.out.println("READY");
    for (String line = Console.line(); line != null; line = Console.line()) {
      switch (line) {
        case "deadlock" -> shop.deadlock();
        case "undo" -> shop.undo();
        case "monitors" -> shop.monitors();
        case "progress" -> shop.progress();
        default -> {
          System.out.println(shop.close());
          System.exit(0);
        }
      }
    }
  }

  private void open() {
    for (int i = 0; i < WORKERS; i++) {
      AtomicLong mine = new AtomicLong();
      turns[i] = mine;
      int number = i;
      workers.add(thread("worker-" + i, () -> work(number, mine)));
    }
    thread("taker", () -> take(orders));
    thread("receiver", () -> take(handOver));
  }

  @SuppressWarnings("LockNotBeforeTry") // nothing is done while it is read
  private void work(int number, AtomicLong mine) {
    try {
      while (!over) {
        benchLock.lock();
        try {
          underLock++;
          hold();
        } finally {
          benchLock.unlock();
        }
        planLock.readLock().lock();
        planLock.readLock().unlock();
        planLock.writeLock().lock();
        try {
          underWriteLock++;
        } finally {
          planLock.writeLock().unlock();
        }
        sawPermits.acquire();
        try {
          hold();
        } finally {
          sawPermits.release();
        }
        synchronized (this) {
          underMonitor++;
        }
        orders.put(number);
        handOver.offer(number, 2, TimeUnit.MILLISECONDS);
        CompletableFuture.supplyAsync(() -> number).join();
        mine.incrementAndGet();
      }
    } catch (InterruptedException e) {
      System.out.println("INTERRUPTED " + Thread.currentThread().getName());
    }
  }

  private static void hold() {
    long until = System.nanoTime() + HELD_NANOS;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  private void take(BlockingQueue<Integer> from) {
    try {
      while (true) {
        from.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deadlock() throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    stuck.add(thread("left-hand", () -> grab(leftLock, rightLock, both)));
    stuck.add(thread("right-hand", () -> grab(rightLock, leftLock, both)));
    both.await();
    while (!leftLock.hasQueuedThread(stuck.get(1)) || !rightLock.hasQueuedThread(stuck.get(0))) {
      Thread.onSpinWait();
    }
    System.out.println("DEADLOCKED");
  }

  private void monitors() {
    CountDownLatch both = new CountDownLatch(2);
    Thread front = thread("front-door", () -> enter(orders, handOver, both));
    Thread back = thread("back-door", () -> enter(handOver, orders, both));
    while (front.getState() != Thread.State.BLOCKED || back.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    System.out.println("MONITORS DEADLOCKED");
  }

  private static void enter(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      while (both.getCount() > 0) {
        Thread.onSpinWait();
      }
      synchronized (second) {
        System.out.println("NEVER");
      }
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // waited for in vain
  private static void grab(ReentrantLock first, ReentrantLock second, CountDownLatch both) {
    first.lock();
    try {
      both.countDown();
      both.await();
      second.lockInterruptibly();
      second.unlock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      first.unlock();
    }
  }

  private void undo() throws InterruptedException {
    for (Thread thread : stuck) {
      thread.interrupt();
      thread.join();
    }
    stuck.clear();
    System.out.println("UNDONE");
  }

  private void progress() {
    for (AtomicLong each : turns) {
      long before = each.get();
      while (each.get() == before) {
        Thread.onSpinWait();
      }
    }
    System.out.println("PROGRESS");
  }

  private String close() throws InterruptedException {
    over = true;
    for (Thread worker : workers) {
      worker.join();
    }
    synchronized (this) {
      boolean right = underLock == underWriteLock && underLock == underMonitor;
      long sum = 0;
      for (AtomicLong each : turns) {
        sum += each.get();
      }
      return right && sum == underLock
          ? "COUNTERS RIGHT"
          : "COUNTERS WRONG " + underLock + " " + underWriteLock + " " + underMonitor + " " + sum;
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
