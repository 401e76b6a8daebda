package io.duality.stress;

import java.util.SplittableRandom;

/** What one thread of a crew does. */
interface Work {
  /**
   * @param self 0 for the first thread with this work
   * @param random this thread's own, from the seed
   */
  void act(int self, SplittableRandom random) throws Exception;
}
