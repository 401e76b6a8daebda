package io.duality.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The locks of {@link LockBenchmark} in CPU time of their thread, which a busy machine does not
 * change: prints nanoseconds per operation of the last of four rounds.
 *
 * <p>With the argument {@code settled} the locks are old objects and their thread is a young one,
 * as in a service that has run for a while. It matters: G1's write barrier costs a fence where the
 * two lie in different regions and the lock's is old, so that a lock costs half as much again after
 * a collection has moved it, with and without an agent.
 */
public final class Uncontended {
  private static final int OPERATIONS = 20_000_000;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final ReentrantReadWriteLock READ_WRITE = new ReentrantReadWriteLock();
  private static final Semaphore PERMIT = new Semaphore(1);
  private static long counter;

  private Uncontended() {}

  /** The kinds that {@link LateRecorder} measures too. */
  enum Kind {
    LOCK("reentrantLock"),
    READ("readLock"),
    PERMIT("semaphore");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    /** What one operation costs now, in nanoseconds of CPU of this thread. */
    double nanos(int operations) throws InterruptedException {
      long begun = ThreadCpu.nanos();
      switch (this) {
        case LOCK -> lock(operations);
        case READ -> readLock(operations);
        default -> semaphore(operations);
      }
      return (double) (ThreadCpu.nanos() - begun) / operations;
    }
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      measure();
      return;
    }
    settle();
    Thread young =
        new Thread(
            () -> {
              try {
                measure();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    young.start();
    young.join();
  }

  /** Makes the locks old. */
  static void settle() {
    System.gc();
  }

  private static void measure() throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] nanos = new double[3];
    for (int round = 0; round < 4; round++) {
      long begun = threads.getCurrentThreadCpuTime();
      lock(OPERATIONS);
      long locked = threads.getCurrentThreadCpuTime();
      readLock(OPERATIONS);
      long read = threads.getCurrentThreadCpuTime();
      semaphore(OPERATIONS);
      nanos[0] = (double) (locked - begun) / OPERATIONS;
      nanos[1] = (double) (read - locked) / OPERATIONS;
      nanos[2] = (double) (threads.getCurrentThreadCpuTime() - read) / OPERATIONS;
    }
    System.out.println("reentrantLock=" + nanos[0]);
    System.out.println("readLock=" + nanos[1]);
    System.out.println("semaphore=" + nanos[2]);
    System.out.println("counter=" + counter);
    System.exit(0);
  }

  private static void lock(int operations) {
    for (int i = 0; i < operations; i++) {
      LOCK.lock();
      try {
        counter++;
      } finally {
        LOCK.unlock();
      }
    }
  }

  private static void readLock(int operations) {
    for (int i = 0; i < operations; i++) {
      READ_WRITE.readLock().lock();
      try {
        counter++;
      } finally {
        READ_WRITE.readLock().unlock();
      }
    }
  }

  private static void semaphore(int operations) throws InterruptedException {
    for (int i = 0; i < operations; i++) {
      PERMIT.acquire();
      try {
        counter++;
      } finally {
        PERMIT.release();
      }
    }
  }
}
