package io.duality.stress;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/** Writers, readers, optimistic readers and those that change from one to the other. */
final class StampedLocks implements Scene {
  private final StampedLock lock = new StampedLock();
  private final AtomicLong torn = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private long left;
  private long right;

  @Override
  public void play(Crew crew) throws Exception {
    crew.add(
            "user",
            crew.threads(),
            (self, random) -> {
              for (int i = 0; i < crew.operations(); i++) {
                act(random);
              }
            })
        .runInterrupted();
    crew.report().invariant("writes", writes.get(), left);
    crew.report().invariant("torn", 0, torn.get());
    crew.report().invariant("held", 0, lock.getReadLockCount() + (lock.isWriteLocked() ? 1 : 0));
  }

  private void act(SplittableRandom random) {
    switch (random.nextInt(5)) {
      case 0 -> write(random);
      case 1 -> convert(random);
      case 2 -> optimistic();
      default -> read(random);
    }
  }

  private void write(SplittableRandom random) {
    long stamp =
        switch (random.nextInt(3)) {
          case 0 -> lock.writeLock();
          case 1 -> Undisturbed.get(lock::writeLockInterruptibly);
          default -> Undisturbed.get(() -> lock.tryWriteLock(20, TimeUnit.MICROSECONDS));
        };
    if (stamp == 0) {
      stamp = lock.writeLock();
    }
    try {
      change(random);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void change(SplittableRandom random) {
    left++;
    Locks.linger(random);
    right++;
    writes.incrementAndGet();
  }

  private void read(SplittableRandom random) {
    long stamp =
        switch (random.nextInt(3)) {
          case 0 -> lock.readLock();
          case 1 -> Undisturbed.get(lock::readLockInterruptibly);
          default -> Undisturbed.get(() -> lock.tryReadLock(20, TimeUnit.MICROSECONDS));
        };
    if (stamp == 0) {
      stamp = lock.readLock();
    }
    try {
      check();
      Locks.linger(random);
      check();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private void convert(SplittableRandom random) {
    long stamp = lock.readLock();
    try {
      long writing = lock.tryConvertToWriteLock(stamp);
      if (writing == 0) {
        lock.unlockRead(stamp);
        writing = lock.writeLock();
      }
      stamp = writing;
      change(random);
    } finally {
      lock.unlock(stamp);
    }
  }

  private void optimistic() {
    long stamp = lock.tryOptimisticRead();
    long first = left;
    long second = right;
    if (lock.validate(stamp) && first != second) {
      torn.incrementAndGet();
    }
  }

  private void check() {
    if (left != right) {
      torn.incrementAndGet();
    }
  }
}
