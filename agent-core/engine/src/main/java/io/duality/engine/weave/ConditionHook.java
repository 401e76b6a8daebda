package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;

/** All five awaits of a condition. A wait lasts until the condition's lock is held again. */
final class ConditionHook extends JdkHook {
  /** The one that the queues wait on. */
  static final String OF_INT =
      "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject";

  private static final String OF_LONG =
      "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject";

  private ConditionHook(String className) {
    super(
        className,
        "await*",
        List.of(
            MethodPlan.of("await", "()V", parks(Entry.ALWAYS), Exit.PLAIN, Call.MANAGED_BLOCK, 1),
            MethodPlan.of(
                "awaitUninterruptibly",
                "()V",
                parks(Entry.NEVER),
                Exit.PLAIN,
                Call.MANAGED_BLOCK,
                1),
            MethodPlan.of(
                "awaitNanos", "(J)J", parks(Entry.ALWAYS), Exit.NANOS, Call.PARK_NANOS, 1),
            MethodPlan.of(
                "awaitUntil",
                "(Ljava/util/Date;)Z",
                parks(Entry.ALWAYS),
                Exit.TIMED,
                Call.PARK_UNTIL,
                1),
            MethodPlan.of(
                "await",
                "(JLjava/util/concurrent/TimeUnit;)Z",
                parks(Entry.ALWAYS),
                Exit.TIMED,
                Call.PARK_NANOS,
                1)));
  }

  static ConditionHook ofInt() {
    return new ConditionHook(OF_INT);
  }

  static ConditionHook ofLong() {
    return new ConditionHook(OF_LONG);
  }

  private static Entry parks(int interruptible) {
    return new Entry.Parks(Op.AWAIT, interruptible);
  }

  @Override
  Trial trial() {
    Condition condition =
        className().equals(OF_INT) ? new Held().newCondition() : new LongHeld().newCondition();
    return new Trial(condition, condition::await);
  }

  /** Held by everybody, so that its conditions can be awaited. */
  private static final class Held extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    Condition newCondition() {
      return new AbstractQueuedSynchronizer.ConditionObject();
    }

    @Override
    protected boolean tryAcquire(int unused) {
      return true;
    }

    @Override
    protected boolean tryRelease(int unused) {
      return true;
    }

    @Override
    protected boolean isHeldExclusively() {
      return true;
    }
  }

  private static final class LongHeld extends AbstractQueuedLongSynchronizer {
    private static final long serialVersionUID = 1L;

    Condition newCondition() {
      return new AbstractQueuedLongSynchronizer.ConditionObject();
    }

    @Override
    protected boolean tryAcquire(long unused) {
      return true;
    }

    @Override
    protected boolean tryRelease(long unused) {
      return true;
    }

    @Override
    protected boolean isHeldExclusively() {
      return true;
    }
  }
}
