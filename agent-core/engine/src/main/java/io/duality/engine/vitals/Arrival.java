package io.duality.engine.vitals;

import io.duality.model.TraceRef;
import java.util.List;

/**
 * One error that was heard of.
 *
 * @param kind who told
 * @param className of what was thrown
 * @param frames its stack, top first; may be empty
 * @param causes the classes of its causes
 * @param nanos when
 * @param threadId on which thread
 * @param threadName its name
 * @param pool in which pool, or null
 * @param trace for which activity, or null
 */
record Arrival(
    Kind kind,
    String className,
    List<StackTraceElement> frames,
    List<String> causes,
    long nanos,
    long threadId,
    String threadName,
    String pool,
    TraceRef trace) {

  /** The same, now that its task is known. */
  Arrival of(Kind known, String its, TraceRef submitter) {
    return new Arrival(
        known,
        className,
        frames,
        causes,
        nanos,
        threadId,
        threadName,
        its,
        trace == null ? submitter : trace);
  }

  /** Who told of an error; the later ones tell more of what became of it. */
  enum Kind {
    /** The flight recorder saw it thrown. */
    THROWN("", 0),
    /** A logger took it, or its stack was printed. */
    LOGGED("logged", 0.95),
    /** A span was told of it. */
    SPAN("span", 0.95),
    REJECTED("rejected task", 0.95),
    TASK("failed task", 0.95),
    STOPPED("stopped job", 0.95),
    THREAD("ended thread", 1);

    final String fate;
    final double sure;

    Kind(String fate, double sure) {
      this.fate = fate;
      this.sure = sure;
    }
  }
}
