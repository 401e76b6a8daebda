package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads come, wait for a moment, and end: returning, with an error thrown out of their wait, or
 * interrupted. Says {@code READY} when the mill runs, {@code STARTED <threads>} for each second,
 * and {@code DONE} when all of them have ended; stays until it is told to end. The argument is for
 * how many seconds.
 */
public final class ThreadMill {
  private static final int AT_ONCE = 40;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition never = lock.newCondition();
  private final Object monitor = new Object();
  private long passed;
  private final boolean virtual = Runtime.version().feature() >= 21;

  private Thread thread(int number) {
    Runnable task =
        switch (number % 5) {
          case 0 -> this::pass;
          case 1 -> this::fail;
          case 2 -> this::interrupted;
          case 3 -> this::timed;
          default -> this::notified;
        };
    Thread thread =
        virtual && number % 2 == 0
            ? VirtualThreads.unstarted("", task)
            : new Thread(task, number % 3 == 0 ? "same name" : "grain-" + number);
    thread.setUncaughtExceptionHandler((who, error) -> {});
    return thread;
  }

  private void pass() {
    lock.lock();
    try {
      passed++;
    } finally {
      lock.unlock();
    }
  }

  private void fail() {
    lock.lock();
    try {
      throw new IllegalStateException("ends with an error");
    } finally {
      lock.unlock();
    }
  }

  private void interrupted() {
    Thread.currentThread().interrupt();
    try {
      lock.lockInterruptibly();
      try {
        passed++;
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException expected) {
      Thread.currentThread().interrupt();
    }
  }

  private void timed() {
    lock.lock();
    try {
      long left = 200_000;
      while (left > 0) {
        left = never.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("ends out of its wait", e);
    } finally {
      lock.unlock();
    }
  }

  private void notified() {
    try {
      synchronized (monitor) {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
          monitor.wait(1);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("ends out of its wait", e);
    }
  }

  private int turn(int from, long until) throws InterruptedException {
    int number = from;
    while (System.nanoTime() < until) {
      List<Thread> grains = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        grains.add(thread(number++));
      }
      lock.lock();
      try {
        grains.forEach(Thread::start);
        LockSupport.parkNanos(100_000);
      } finally {
        lock.unlock();
      }
      grains.get(3).interrupt();
      for (Thread grain : grains) {
        grain.join();
      }
    }
    return number;
  }

  public static void main(String[] args) throws Exception {
    ThreadMill mill = new ThreadMill();
    System.out.println("READY");
    int number = 1;
    for (int second = 0; second < Integer.parseInt(args[0]); second++) {
      int next = mill.turn(number, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
      System.out.println("STARTED " + (next - number));
      number = next;
    }
    System.out.println("DONE " + mill.passed);
    while (System.in.read() > '\n') {
      // stays, so that it can be asked what is left
    }
  }
}
