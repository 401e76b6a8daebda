package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.TaskEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * T08: tasks of one class that came with one set of facts and, from a moment on, come with another.
 * Task events are the only lifecycle events whose fields capture sees.
 */
final class MessageInvariant implements Rule {
  private static final int LEAST = 3;

  @Override
  public Pattern pattern() {
    return Pattern.T08;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return TaskStory.events(incident).isEmpty() ? "no task event was seen" : null;
  }

  private record Name(String pool, String className, TaskEvent.Phase phase) {}

  @Override
  public List<Finding> findings(Case incident) {
    Map<Name, List<TaskEvent>> names = new LinkedHashMap<>();
    for (TaskEvent event : TaskStory.events(incident)) {
      names
          .computeIfAbsent(
              new Name(event.poolKey(), event.className(), event.phase()), key -> new ArrayList<>())
          .add(event);
    }
    List<Finding> findings = new ArrayList<>();
    names.forEach(
        (name, events) -> {
          changed(incident, events, "the trace of who hands it over", e -> e.submitter() != null)
              .ifPresent(findings::add);
          changed(incident, events, "the time in the queue", e -> e.queueNanos() >= 0)
              .ifPresent(findings::add);
        });
    return findings;
  }

  /** Once with the field and later without it, or the other way round, with nothing in between. */
  private java.util.Optional<Finding> changed(
      Case incident,
      List<TaskEvent> events,
      String field,
      java.util.function.Predicate<TaskEvent> has) {
    int turns = 0;
    int at = 0;
    for (int i = 1; i < events.size(); i++) {
      if (has.test(events.get(i)) != has.test(events.get(i - 1))) {
        turns++;
        at = i;
      }
    }
    if (turns != 1 || at < LEAST || events.size() - at < LEAST) {
      return java.util.Optional.empty();
    }
    TaskEvent first = events.get(at);
    return java.util.Optional.of(
        Found.about(incident, pattern(), "class", first.className())
            .severity(Severity.INFO)
            .sure(0.8)
            .inResources()
            .says(
                Words.plain(first.className())
                    + " in "
                    + Words.plain(first.poolName())
                    + ": "
                    + (has.test(first) ? "has " : "has lost ")
                    + field
                    + " since "
                    + Words.time(incident.graph().look().wall(first.nanos()))
                    + " ("
                    + at
                    + " before, "
                    + (events.size() - at)
                    + " since)"));
  }
}
