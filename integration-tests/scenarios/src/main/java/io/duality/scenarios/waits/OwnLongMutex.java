package io.duality.scenarios.waits;

import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;

/** An application's own lock whose state is a long, and which knows its owner. */
final class OwnLongMutex extends AbstractQueuedLongSynchronizer {
  private static final long serialVersionUID = 1;

  @Override
  protected boolean tryAcquire(long once) {
    if (compareAndSetState(0, 1)) {
      setExclusiveOwnerThread(Thread.currentThread());
      return true;
    }
    return false;
  }

  @Override
  protected boolean tryRelease(long once) {
    setExclusiveOwnerThread(null);
    setState(0);
    return true;
  }
}
