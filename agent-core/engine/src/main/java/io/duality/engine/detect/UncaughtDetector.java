package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.FailureSeen;
import io.duality.model.config.TriggerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds exceptions that end a thread. How a thread is told to end is silent. */
final class UncaughtDetector implements Detector {
  private static final Set<String> TOLD_TO_END =
      Set.of(
          "java.lang.ThreadDeath",
          "java.lang.InterruptedException",
          "java.util.concurrent.CancellationException",
          "java.nio.channels.ClosedByInterruptException");

  /** An oom trigger tells of it, and of which memory it is. */
  private static final String EXHAUSTED = "java.lang.OutOfMemoryError";

  private final TriggerSettings rule;
  private final Map<String, List<FailureSeen>> ended = new LinkedHashMap<>();

  UncaughtDetector(TriggerSettings rule) {
    this.rule = rule;
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    if (round.vitals() == null) {
      return false; // what the last reading told has been looked at, or is about to be
    }
    ended.clear();
    for (FailureSeen failure : round.vitals().failures()) {
      if (failure.kind().equals("uncaught")
          && !TOLD_TO_END.contains(failure.className())
          && !failure.className().equals(EXHAUSTED)
          && rule.names().matches(failure.className())) {
        ended
            .computeIfAbsent(failure.className() + place(failure), key -> new ArrayList<>())
            .add(failure);
      }
    }
    return !ended.isEmpty();
  }

  private static String place(FailureSeen failure) {
    for (StackTraceElement frame : failure.frames()) {
      String owner = frame.getClassName();
      if (!owner.startsWith("java.") && !owner.startsWith("jdk.") && !owner.startsWith("sun.")) {
        return " at " + owner + '.' + frame.getMethodName();
      }
    }
    return "";
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    for (Map.Entry<String, List<FailureSeen>> entry : ended.entrySet()) {
      List<FailureSeen> failures = entry.getValue();
      FailureSeen first = failures.get(0);
      List<String> spans = new ArrayList<>();
      if (first.trace() != null && first.trace().spanName() != null) {
        spans.add(first.trace().spanName());
      }
      alarms.add(
          new Alarm(
              "uncaught",
              Signatures.of("uncaught", List.of(entry.getKey())),
              "uncaught: " + first.className(),
              Sentences.count(failures.size(), "thread"),
              "thread "
                  + first.threadName()
                  + " has ended by an uncaught "
                  + entry.getKey()
                  + (failures.size() == 1 ? "" : ", and " + (failures.size() - 1) + " more"),
              "error " + entry.getKey(),
              List.of(),
              failures.size(),
              spans));
    }
    return alarms;
  }

  @Override
  public void nothing() {
    ended.clear();
  }
}
