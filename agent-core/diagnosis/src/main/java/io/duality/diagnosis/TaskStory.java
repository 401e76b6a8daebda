package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.TaskEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happened to tasks, once each although several looks tell of it, in the order of time. */
final class TaskStory {
  private TaskStory() {}

  static List<TaskEvent> events(Case incident) {
    Set<TaskEvent> events = new LinkedHashSet<>();
    for (Look look : incident.evidence().looks()) {
      events.addAll(look.taskEvents());
    }
    List<TaskEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(TaskEvent::nanos));
    return sorted;
  }
}
