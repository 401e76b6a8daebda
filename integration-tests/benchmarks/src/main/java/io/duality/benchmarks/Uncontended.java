package io.duality.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The locks of {@link LockBenchmark} in CPU time of their thread, which a busy machine does not
 * change: prints nanoseconds per operation of the last of four rounds.
 *
 * <p>With the argument {@code settled} the state is that of a service which has run for a while:
 * the locks are old objects, their thread is a young one, and somewhere in the JVM a thread has
 * waited once. Both matter with and without an agent: G1's write barrier costs a fence where lock
 * and thread lie in different regions and the lock's is old, which makes a lock half as dear again;
 * and the compiler leaves out the path that wakes a waiter as long as nobody ever waited.
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
      measure(false);
      return;
    }
    settle();
    Thread young =
        new Thread(
            () -> {
              try {
                measure(true);
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

  /** Somewhere a thread waits and is woken, after the compiler has begun to count branches. */
  static void waitOnce() throws InterruptedException {
    Semaphore none = new Semaphore(0);
    Thread waiter = new Thread(none::acquireUninterruptibly);
    waiter.start();
    while (waiter.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
    none.release();
    waiter.join();
  }

  private static void measure(boolean settled) throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] nanos = new double[3];
    for (int round = 0; round < 4; round++) {
      if (settled && round == 1) {
        waitOnce();
      }
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
