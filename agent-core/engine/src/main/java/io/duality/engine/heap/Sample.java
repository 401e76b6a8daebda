package io.duality.engine.heap;

import java.util.Objects;

/**
 * An allocation that was sampled, and what was allocated was alive when a pulse looked.
 *
 * @param key what tells it from other samples
 * @param thread the name of the thread that allocated it
 * @param allocatedNanos when, on the clock of {@code System.nanoTime}, about
 * @param site the application's frame that allocated it, or null when there is none
 * @param context what the thread worked for then
 * @param firstPulse the number of the pulse that saw it first
 * @param lastPulse the number of the last pulse that saw it
 */
record Sample(
    Key key,
    String thread,
    long allocatedNanos,
    String site,
    ContextHistory.Moment context,
    int firstPulse,
    int lastPulse) {
  /**
   * The identity of a sample.
   *
   * @param className as Java writes it
   * @param threadId the thread that allocated it, which may be gone
   * @param ticks when, on the recorder's clock
   */
  record Key(String className, long threadId, long ticks) {
    Key {
      Objects.requireNonNull(className, "className");
    }
  }

  Sample {
    Objects.requireNonNull(key, "key");
  }

  Sample seenAgain(int pulse) {
    return new Sample(key, thread, allocatedNanos, site, context, firstPulse, pulse);
  }

  Sample joined(ContextHistory.Moment found) {
    return new Sample(key, thread, allocatedNanos, site, found, firstPulse, lastPulse);
  }
}
