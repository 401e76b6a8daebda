package io.duality.stress;

/**
 * Waits that an interrupt only delays: what was interrupted has not happened, and is done again.
 */
final class Undisturbed {
  private Undisturbed() {}

  interface Waiting {
    void run() throws InterruptedException;
  }

  interface Getting<T, E extends Exception> {
    T run() throws InterruptedException, E;
  }

  static void run(Waiting waiting) {
    while (true) {
      try {
        waiting.run();
        return;
      } catch (InterruptedException e) {
        Thread.onSpinWait(); // and once more; the interrupt is spent
      }
    }
  }

  static <T, E extends Exception> T get(Getting<T, E> getting) throws E {
    while (true) {
      try {
        return getting.run();
      } catch (InterruptedException e) {
        Thread.onSpinWait();
      }
    }
  }
}
