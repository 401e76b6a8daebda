package io.duality.stress;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Readers never see half of what a writer does; a writer may go on as a reader. */
final class ReadWriteLocks implements Scene {
  @Override
  public void play(Crew crew) throws Exception {
    Pair unfair = new Pair(new ReentrantReadWriteLock());
    Pair fair = new Pair(new ReentrantReadWriteLock(true));
    AtomicLong writes = new AtomicLong();
    crew.add(
            "user",
            crew.threads(),
            (self, random) -> {
              for (int i = 0; i < crew.operations(); i++) {
                Pair pair = random.nextBoolean() ? fair : unfair;
                if (random.nextInt(4) == 0) {
                  pair.write(random);
                  writes.incrementAndGet();
                } else {
                  pair.read(random);
                }
              }
            })
        .runInterrupted();
    crew.report().invariant("writes", writes.get(), unfair.left + fair.left);
    crew.report().invariant("torn", 0, unfair.torn.get() + fair.torn.get());
    crew.report().invariant("held", 0, unfair.held() + fair.held());
  }

  private static final class Pair {
    private final ReentrantReadWriteLock lock;
    private final AtomicLong torn = new AtomicLong();
    private long left;
    private long right;

    Pair(ReentrantReadWriteLock lock) {
      this.lock = lock;
    }

    void write(SplittableRandom random) {
      boolean downgrades = random.nextInt(4) == 0;
      Locks.take(lock.writeLock(), random);
      try {
        left++;
        Locks.linger(random);
        right++;
        if (downgrades) {
          lock.readLock().lock();
        }
      } finally {
        lock.writeLock().unlock();
      }
      if (downgrades) {
        try {
          check();
        } finally {
          lock.readLock().unlock();
        }
      }
    }

    void read(SplittableRandom random) {
      Locks.take(lock.readLock(), random);
      try {
        check();
        Locks.linger(random);
        check();
      } finally {
        lock.readLock().unlock();
      }
    }

    private void check() {
      if (left != right) {
        torn.incrementAndGet();
      }
    }

    int held() {
      return lock.getReadLockCount() + (lock.isWriteLocked() ? 1 : 0);
    }
  }
}
