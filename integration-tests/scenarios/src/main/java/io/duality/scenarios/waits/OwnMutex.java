package io.duality.scenarios.waits;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** An application's own lock, which knows its owner. */
final class OwnMutex extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1;

  @Override
  protected boolean tryAcquire(int once) {
    if (compareAndSetState(0, 1)) {
      setExclusiveOwnerThread(Thread.currentThread());
      return true;
    }
    return false;
  }

  @Override
  protected boolean tryRelease(int once) {
    setExclusiveOwnerThread(null);
    setState(0);
    return true;
  }
}
