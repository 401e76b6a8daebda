package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.FailureSeen;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The failures among the errors of one reading: what ended a thread, a job or a stack. */
final class ErrorFailures {
  private static final String OVERFLOW = "StackOverflowError";
  private static final int MOST = 16;
  private static final int FRAMES = 160;

  private final VitalsBuilder into;
  private final Set<String> overflows = new HashSet<>();
  private int failures;

  ErrorFailures(VitalsBuilder into) {
    this.into = into;
  }

  void add(Arrival arrival) {
    boolean overflow = arrival.className().endsWith(OVERFLOW);
    if (overflow && overflows.add(arrival.className())) {
      add("stack overflow", arrival, "its own stack");
    }
    if (arrival.kind() == Kind.THREAD) {
      add("uncaught", arrival, "a hook in front of the handler of uncaught exceptions");
    } else if (arrival.kind() == Kind.STOPPED) {
      add("stopped job", arrival, "the hook behind a pool's tasks");
    }
  }

  private void add(String kind, Arrival arrival, String by) {
    if (failures++ >= MOST) {
      return;
    }
    List<StackTraceElement> made = Sites.made(arrival.className(), arrival.frames());
    into.failure(
        new FailureSeen(
            kind,
            arrival.nanos(),
            arrival.className(),
            arrival.threadId(),
            arrival.threadName(),
            by,
            arrival.trace(),
            made.subList(0, Math.min(FRAMES, made.size())),
            arrival.peer().isEmpty() ? null : "with " + arrival.peer()));
  }
}
