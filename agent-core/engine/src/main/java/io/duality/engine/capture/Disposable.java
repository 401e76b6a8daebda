package io.duality.engine.capture;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work that may hang on a thread of its own, which is given up when it takes too long. */
final class Disposable {
  private Disposable() {}

  /** What became of the work. */
  sealed interface End<T> {
    /** It returned. */
    record Done<T>(T value) implements End<T> {}

    /** It threw. */
    record Broken<T>(Throwable cause) implements End<T> {}

    /** It was given up; its thread lives on until it returns, and nobody listens. */
    record Abandoned<T>() implements End<T> {}
  }

  /**
   * Waits for work, at most {@code limitNanos}; an interrupt by the application, which may
   * interrupt every thread it finds, ends neither the work nor the wait.
   */
  static <T> End<T> run(String name, long limitNanos, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "duality-step-" + name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no native thread to be had: better here than not at all
      task.run();
    }
    long end = System.nanoTime() + Math.max(0, limitNanos);
    while (true) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        return new End.Done<>(task.get(left, TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        return new End.Broken<>(e.getCause());
      } catch (TimeoutException e) {
        task.cancel(false); // an interrupt would close channels of the recorder under its feet
        return new End.Abandoned<>();
      } catch (InterruptedException byTheApplication) {
        Thread.interrupted();
      }
    }
  }
}
