package io.duality.engine.heap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Work that takes its time, one at a time, each on a thread that lives as long as it. */
final class HeapWork {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final AtomicBoolean busy = new AtomicBoolean();
  private final Consumer<Throwable> failed;

  HeapWork(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  /** Begins it; false when other work is under way, or there is no thread for it. */
  boolean run(Runnable work) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (Throwable e) { // memory ends here first; no handler of the application's
                failed.accept(e);
              } finally {
                busy.set(false);
              }
            },
            "duality-heap");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no native thread to be had
      busy.set(false);
      return false;
    }
    return true;
  }

  /** Waits for the work under way, for so long at most. */
  void await(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (busy.get() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
