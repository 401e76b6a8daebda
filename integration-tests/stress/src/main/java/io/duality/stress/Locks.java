package io.duality.stress;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Every way to take a lock, in front of a counter that only the lock protects. */
final class Locks implements Scene {
  private final boolean interrupted;

  Locks(boolean interrupted) {
    this.interrupted = interrupted;
  }

  @Override
  public void play(Crew crew) throws Exception {
    Guarded unfair = new Guarded(new ReentrantLock());
    Guarded fair = new Guarded(new ReentrantLock(true));
    crew.add(
        "locker",
        crew.threads(),
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            unfair.add(random, fair);
          }
        });
    if (interrupted) {
      crew.runInterrupted();
    } else {
      crew.run();
    }
    long all = (long) crew.threads() * crew.operations();
    crew.report().invariant("unfair", all, unfair.counter);
    crew.report().invariant("fair", all, fair.counter);
    crew.report().invariant("locked", 0, unfair.isLocked() + fair.isLocked());
  }

  /** A counter behind a lock. */
  private static final class Guarded {
    private final ReentrantLock lock;
    private long counter;

    Guarded(ReentrantLock lock) {
      this.lock = lock;
    }

    int isLocked() {
      return lock.isLocked() ? 1 : 0;
    }

    /** Adds one here, and one to the inner counter while this lock is held every second time. */
    void add(SplittableRandom random, Guarded inner) {
      boolean nested = random.nextBoolean();
      take(lock, random);
      try {
        counter++;
        linger(random);
        if (nested) {
          inner.add(random);
        }
      } finally {
        lock.unlock();
      }
      if (!nested) {
        inner.add(random);
      }
    }

    private void add(SplittableRandom random) {
      take(lock, random);
      try {
        counter++;
        linger(random);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Holds a lock a little, sometimes across a change of threads. */
  static void linger(SplittableRandom random) {
    int kind = random.nextInt(64);
    if (kind == 0) {
      Thread.yield();
    } else if (kind < 8) {
      for (int i = 0; i < 200; i++) {
        Thread.onSpinWait();
      }
    }
  }

  /** Takes the lock in one of its ways; comes back with the lock held. */
  static void take(Lock lock, SplittableRandom random) {
    int way = random.nextInt(8);
    if (way == 0 && lock.tryLock()) {
      return;
    }
    if (way == 1) {
      long nanos = random.nextInt(50_000);
      if (Undisturbed.get(() -> lock.tryLock(nanos, TimeUnit.NANOSECONDS))) {
        return;
      }
    }
    if (way < 5) {
      Undisturbed.run(lock::lockInterruptibly);
    } else {
      lock.lock();
    }
  }
}
