package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.locks.StampedLock;

/** The one lock of the JDK that is no queued synchronizer; it knows no owner. */
final class StampedLockHook extends JdkHook {
  StampedLockHook() {
    super(
        "java.util.concurrent.locks.StampedLock",
        "acquire*",
        List.of(
            MethodPlan.of(
                    "acquireWrite",
                    "(ZZJ)J",
                    new Entry.Parks(Op.ACQUIRE, 1),
                    Exit.STAMP,
                    Call.PARK,
                    1)
                .and(Call.PARK_NANOS, 1),
            MethodPlan.of(
                    "acquireRead",
                    "(ZZJ)J",
                    new Entry.Parks(Op.ACQUIRE_SHARED, 1),
                    Exit.STAMP,
                    Call.PARK,
                    2)
                .and(Call.PARK_NANOS, 2)));
  }

  @Override
  boolean setsUpCommonPool() {
    return false;
  }

  @Override
  Trial trial() {
    StampedLock lock = new StampedLock();
    lock.writeLock();
    return new Trial(lock, lock::writeLockInterruptibly);
  }
}
