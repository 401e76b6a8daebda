package io.duality.engine.weave;

import io.duality.boot.Thrown;

/**
 * A thread of ours that ends of what it throws, to prove that this is seen. It has a handler of its
 * own, so that nobody else hears of it.
 */
final class Dying extends Thread {
  private static final long PATIENCE_MILLIS = 2_000;

  private Dying() {
    super("duality-self-test-end");
    setDaemon(true);
    setUncaughtExceptionHandler((thread, thrown) -> {});
  }

  @Override
  public void run() {
    throw new Last();
  }

  /** Why the hook does not work, or null when it does or nothing was proven. */
  static String unseen() throws InterruptedException {
    long before = Thrown.seen(Thrown.THREAD);
    Dying dying = new Dying();
    dying.start();
    dying.join(PATIENCE_MILLIS);
    return dying.isAlive() || Thrown.seen(Thrown.THREAD) > before
        ? null
        : "its self-test ended a thread by what it threw, and that was not seen";
  }

  private static final class Last extends RuntimeException {
    private static final long serialVersionUID = 1;

    Last() {
      super("self-test", null, false, false);
    }
  }
}
