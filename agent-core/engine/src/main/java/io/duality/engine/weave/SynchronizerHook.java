package io.duality.engine.weave;

import java.util.List;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The slow path of all locks, semaphores and latches: entered after the fast path failed, and
 * hooked only in front of its parks, so that neither a free lock nor a spin pays.
 */
final class SynchronizerHook extends JdkHook {
  private static final String LOCKS = "java.util.concurrent.locks.";
  private final boolean wide;

  private SynchronizerHook(String simpleName, String argument, boolean wide) {
    super(
        LOCKS.concat(simpleName),
        "acquire/6",
        List.of(
            MethodPlan.of(
                    "acquire",
                    "(Ljava/util/concurrent/locks/" + simpleName + "$Node;" + argument + "ZZZJ)I",
                    new Entry.Acquire(wide ? 4 : 3),
                    Exit.ACQUIRE,
                    Call.PARK,
                    1)
                .and(Call.PARK_NANOS, 1)));
    this.wide = wide;
  }

  static SynchronizerHook ofInt() {
    return new SynchronizerHook("AbstractQueuedSynchronizer", "I", false);
  }

  static SynchronizerHook ofLong() {
    return new SynchronizerHook("AbstractQueuedLongSynchronizer", "J", true);
  }

  @Override
  boolean setsUpCommonPool() {
    return false;
  }

  @Override
  Trial trial() {
    if (wide) {
      LongGate gate = new LongGate();
      return new Trial(gate, () -> gate.acquireInterruptibly(1));
    }
    Gate gate = new Gate();
    return new Trial(gate, () -> gate.acquireInterruptibly(1));
  }

  /** Never lets anybody through. */
  private static final class Gate extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean tryAcquire(int unused) {
      return false;
    }
  }

  private static final class LongGate extends AbstractQueuedLongSynchronizer {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean tryAcquire(long unused) {
      return false;
    }
  }
}
