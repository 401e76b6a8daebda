package io.duality.engine.budget;

/**
 * What the agent used in a stretch of time; what is not known is 0.
 *
 * @param nanos how long that was
 * @param threadNanos processor time of its own threads, but for what was asked for: captures,
 *     investigations, commands
 * @param allocatedBytes what those threads allocated
 * @param noted how many waits, tasks and throwables its hooks noted on the application's threads
 * @param keptBytes what its tables keep now, about
 */
public record Spent(long nanos, long threadNanos, long allocatedBytes, long noted, long keptBytes) {
  /**
   * What a hook takes to note one, about: the trace is read, the name looked up, an entry and an
   * event of the recorder are made.
   */
  public static final long NANOS_PER_NOTE = 3_000;

  /** About what hooks took of the application's threads for what they noted. */
  public long hookNanos() {
    return noted * NANOS_PER_NOTE;
  }

  Spent and(Spent later) {
    return new Spent(
        nanos + later.nanos,
        threadNanos + later.threadNanos,
        allocatedBytes + later.allocatedBytes,
        noted + later.noted,
        later.keptBytes);
  }
}
