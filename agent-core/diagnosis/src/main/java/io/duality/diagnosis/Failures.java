package io.duality.diagnosis;

import io.duality.model.FailureSeen;

/** How a single event that ended something is told in the order of time. */
final class Failures {
  private Failures() {}

  static Timeline.Told told(Case incident, FailureSeen failure) {
    String thread = failure.threadName().isEmpty() ? "" : Words.code(failure.threadName());
    String site = Sites.of(incident, failure.frames());
    String where = site == null ? "" : " at " + Words.code(Sites.brief(site));
    String what =
        switch (failure.kind()) {
          case "uncaught" ->
              (thread.isEmpty() ? "a thread" : thread)
                  + " ends by "
                  + Words.code(failure.className() == null ? "an exception" : failure.className());
          case "stopped job" ->
              "a periodic task throws "
                  + Words.code(failure.className() == null ? "an exception" : failure.className())
                  + " and will not be run again";
          case "stack overflow" -> "the stack of " + thread + " overflows";
          case "shutdown" -> "the JVM is told to go down";
          default ->
              "OutOfMemoryError ("
                  + Words.text(failure.kind().replaceFirst("^oom ", ""))
                  + ")"
                  + (thread.isEmpty() ? "" : " on " + thread);
        };
    return new Timeline.Told(incident.graph().look().wall(failure.nanos()), what + where);
  }
}
