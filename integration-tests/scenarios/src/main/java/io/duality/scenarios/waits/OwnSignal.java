package io.duality.scenarios.waits;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** An application's own signal, which nobody owns. */
final class OwnSignal extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1;

  /** Closes it again. */
  void reset() {
    setState(0);
  }

  @Override
  protected int tryAcquireShared(int once) {
    return getState() == 1 ? 1 : -1;
  }

  @Override
  protected boolean tryReleaseShared(int once) {
    setState(1);
    return true;
  }
}
