package io.duality.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The locks of {@link LockBenchmark} in CPU time of their thread, which a busy machine does not
 * change: prints nanoseconds per operation of the last of four rounds.
 */
public final class Uncontended {
  private static final int OPERATIONS = 20_000_000;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final ReentrantReadWriteLock READ_WRITE = new ReentrantReadWriteLock();
  private static final Semaphore PERMIT = new Semaphore(1);
  private static long counter;

  private Uncontended() {}

  public static void main(String[] args) throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] nanos = new double[3];
    for (int round = 0; round < 4; round++) {
      long begun = threads.getCurrentThreadCpuTime();
      lock();
      long locked = threads.getCurrentThreadCpuTime();
      readLock();
      long read = threads.getCurrentThreadCpuTime();
      semaphore();
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

  private static void lock() {
    for (int i = 0; i < OPERATIONS; i++) {
      LOCK.lock();
      try {
        counter++;
      } finally {
        LOCK.unlock();
      }
    }
  }

  private static void readLock() {
    for (int i = 0; i < OPERATIONS; i++) {
      READ_WRITE.readLock().lock();
      try {
        counter++;
      } finally {
        READ_WRITE.readLock().unlock();
      }
    }
  }

  private static void semaphore() throws InterruptedException {
    for (int i = 0; i < OPERATIONS; i++) {
      PERMIT.acquire();
      try {
        counter++;
      } finally {
        PERMIT.release();
      }
    }
  }
}
