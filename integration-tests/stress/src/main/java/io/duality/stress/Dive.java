package io.duality.stress;

import java.util.SplittableRandom;

/**
 * Recursion to the end of the stack that does the same thing at every depth. Frames of several
 * sizes, so that the end comes at another point of the thing each time.
 */
final class Dive {
  /** What is done at every depth. */
  interface Step {
    void run() throws InterruptedException;
  }

  private final Step step;
  private final SplittableRandom random;
  private long depth;

  Dive(Step step, SplittableRandom random) {
    this.step = step;
    this.random = random;
  }

  /** Goes down until the stack ends, and comes back. */
  void toTheEnd() throws InterruptedException {
    try {
      narrow();
    } catch (StackOverflowError e) {
      depth = 0;
    }
  }

  private void narrow() throws InterruptedException {
    depth++;
    step.run();
    deeper();
  }

  private long wide(long a, long b, long c, long d) throws InterruptedException {
    depth++;
    step.run();
    deeper();
    return a + b + c + d + depth;
  }

  private long wider(long a, long b, long c, long d, long e, long f, long g)
      throws InterruptedException {
    depth++;
    step.run();
    long sum = wide(a, b, c, d);
    return sum + e + f + g;
  }

  private void deeper() throws InterruptedException {
    switch (random.nextInt(3)) {
      case 0 -> narrow();
      case 1 -> wide(depth, 2, 3, 4);
      default -> wider(depth, 2, 3, 4, 5, 6, 7);
    }
  }
}
