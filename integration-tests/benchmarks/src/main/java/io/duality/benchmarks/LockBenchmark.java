package io.duality.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Locks that nobody waits for: the path that the agent must leave alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LockBenchmark {
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantReadWriteLock readWriteLock = new ReentrantReadWriteLock();
  private final Semaphore semaphore = new Semaphore(1);
  private long counter;

  @Benchmark
  public long reentrantLock() {
    lock.lock();
    try {
      return ++counter;
    } finally {
      lock.unlock();
    }
  }

  @Benchmark
  public long readLock() {
    readWriteLock.readLock().lock();
    try {
      return ++counter;
    } finally {
      readWriteLock.readLock().unlock();
    }
  }

  @Benchmark
  public long semaphore() throws InterruptedException {
    semaphore.acquire();
    try {
      return ++counter;
    } finally {
      semaphore.release();
    }
  }
}
