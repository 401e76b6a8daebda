package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Many threads take locks, read-write locks and monitors at random for some seconds: in order, or
 * in any order with {@code tryLock} and a step back. They always move, and never all stand. Says
 * {@code READY} when they run and {@code DONE <operations>} at the end, and stays until told to
 * end. The arguments are the seconds, the number of threads and the seed.
 */
public final class RandomLocks {
  private static final int LOCKS = 12;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
  private final ReentrantReadWriteLock[] shared = new ReentrantReadWriteLock[LOCKS];
  private final Object[] monitors = new Object[LOCKS];
  private final AtomicLong operations = new AtomicLong();
  private volatile boolean over;

  private RandomLocks() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock(i % 3 == 0);
      shared[i] = new ReentrantReadWriteLock();
      monitors[i] = new Object();
    }
  }

  private void run(SplittableRandom random) {
    while (!over) {
      int first = random.nextInt(LOCKS);
      int second = random.nextInt(LOCKS);
      int low = Math.min(first, second);
      int high = Math.max(first, second);
      switch (random.nextInt(5)) {
        case 0 -> ordered(low, high, random);
        case 1 -> stepBack(first, second, random);
        case 2 -> readThenWrite(first, random);
        case 3 -> nested(low, high, random);
        default -> mixed(low, high, random);
      }
      operations.incrementAndGet();
    }
  }

  private void ordered(int low, int high, SplittableRandom random) {
    locks[low].lock();
    try {
      pause(random);
      locks[high].lock();
      try {
        pause(random);
      } finally {
        locks[high].unlock();
      }
    } finally {
      locks[low].unlock();
    }
  }

  /** In any order, with a limit, and back to the beginning when it was in vain. */
  private void stepBack(int first, int second, SplittableRandom random) {
    locks[first].lock();
    try {
      if (locks[second].tryLock(random.nextInt(2_000), TimeUnit.MICROSECONDS)) {
        try {
          pause(random);
        } finally {
          locks[second].unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      locks[first].unlock();
    }
  }

  private void readThenWrite(int at, SplittableRandom random) {
    ReentrantReadWriteLock lock = shared[at];
    lock.readLock().lock();
    try {
      pause(random);
    } finally {
      lock.readLock().unlock();
    }
    lock.writeLock().lock();
    try {
      lock.readLock().lock();
      try {
        pause(random);
      } finally {
        lock.readLock().unlock();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void nested(int low, int high, SplittableRandom random) {
    synchronized (monitors[low]) {
      pause(random);
      synchronized (monitors[high]) {
        pause(random);
      }
    }
  }

  /** Locks come before monitors everywhere. */
  private void mixed(int low, int high, SplittableRandom random) {
    locks[high].lock();
    try {
      synchronized (monitors[low]) {
        pause(random);
      }
    } finally {
      locks[high].unlock();
    }
  }

  private static void pause(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      LockSupport.parkNanos(random.nextInt(300_000));
    }
  }

  public static void main(String[] args) throws Exception {
    long nanos = TimeUnit.SECONDS.toNanos(Integer.parseInt(args[0]));
    int count = Integer.parseInt(args[1]);
    SplittableRandom seed = new SplittableRandom(Long.parseLong(args[2]));
    RandomLocks locks = new RandomLocks();
    List<Thread> threads = new ArrayList<>();
    boolean virtual = Runtime.version().feature() >= 24;
    for (int i = 0; i < count; i++) {
      SplittableRandom own = seed.split();
      Thread thread =
          virtual && i % 2 == 1
              ? VirtualThreads.unstarted("mover-" + i, () -> locks.run(own))
              : new Thread(() -> locks.run(own), "mover-" + i);
      threads.add(thread);
      thread.start();
    }
    System.out.println("READY");
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    locks.over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("DONE " + locks.operations.get());
    while (System.in.read() > '\n') {
      // stays, so that it can be asked what was seen
    }
  }
}
