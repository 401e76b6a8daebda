package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.TaskEvent;
import io.duality.model.TaskEvent.Phase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What tasks threw, and what their pools say of the same tasks: they come by two ways, one a
 * reading later, and either may have been lost on its way.
 */
final class TaskErrors {
  private static final int MOST_CLASSES = 256;

  private final Supplier<List<TaskEvent>> tasks;

  /** The last one of each class of tasks. */
  private final Map<String, Arrival> last = new HashMap<>();

  /** What tasks threw, and no pool has told of the task yet. */
  private final Map<String, Arrival> untold = new LinkedHashMap<>();

  /** Tasks that failed, and what they threw has not come yet. */
  private final Map<String, TaskEvent> unthrown = new LinkedHashMap<>();

  /** The keys of both that were kept from the reading before. */
  private final Set<String> second = new HashSet<>();

  /**
   * @param tasks what happened to tasks since it was last asked
   */
  TaskErrors(Supplier<List<TaskEvent>> tasks) {
    this.tasks = tasks;
  }

  /** A reading begins: takes what pools say, before anybody takes what was thrown. */
  void begin(Consumer<Arrival> told) {
    second.clear();
    second.addAll(untold.keySet());
    second.addAll(unthrown.keySet());
    for (TaskEvent event : tasks.get()) {
      if (event.phase() == Phase.FAILED || event.phase() == Phase.STOPPED) {
        unthrown.put(key(event.threadId(), event.nanos()), event);
      } else if (event.phase() == Phase.REJECTED) {
        told.accept(rejected(event));
      }
    }
  }

  /** What a task threw. */
  void threw(Arrival arrival) {
    untold.put(key(arrival.threadId(), arrival.nanos()), arrival);
  }

  /** A reading ends: tells of those that both ways told of, or that had their time for it. */
  void end(Consumer<Arrival> told) {
    untold
        .entrySet()
        .removeIf(
            entry -> {
              TaskEvent event = unthrown.remove(entry.getKey());
              boolean settled = event != null || second.contains(entry.getKey());
              if (settled) {
                told.accept(known(entry.getValue(), event));
              }
              return settled;
            });
    unthrown
        .entrySet()
        .removeIf(
            entry -> {
              boolean settled = second.contains(entry.getKey());
              if (settled) {
                told.accept(lost(entry.getValue()));
              }
              return settled;
            });
  }

  private static String key(long threadId, long nanos) {
    return threadId + ":" + nanos;
  }

  /** Tasks of one class that throw the same in one pool do so at one place, most likely. */
  private static String like(TaskEvent event) {
    return event.detail() + ' ' + event.className() + ' ' + event.poolKey();
  }

  /** What a task threw; without an event its pool has had its share of them. */
  private Arrival known(Arrival arrival, TaskEvent event) {
    if (event == null) {
      return arrival;
    }
    if (last.size() < MOST_CLASSES || last.containsKey(like(event))) {
      last.put(like(event), arrival);
    }
    return arrival.of(kind(event), event.poolName(), event.submitter());
  }

  private static Kind kind(TaskEvent event) {
    return event.phase() == Phase.STOPPED ? Kind.STOPPED : Kind.TASK;
  }

  /** A task that failed, and there was no room for what it threw. */
  private Arrival lost(TaskEvent event) {
    Arrival like = last.get(like(event));
    return new Arrival(
        kind(event),
        event.detail().isEmpty() ? "unknown" : event.detail(),
        like == null ? List.of() : like.frames(),
        like == null ? List.of() : like.causes(),
        event.nanos(),
        event.threadId(),
        event.threadName(),
        event.poolName(),
        event.submitter());
  }

  private static Arrival rejected(TaskEvent event) {
    String handler = event.detail();
    String thrown =
        handler.isEmpty() || handler.endsWith("$AbortPolicy")
            ? "java.util.concurrent.RejectedExecutionException"
            : handler;
    return new Arrival(
        Kind.REJECTED,
        thrown,
        List.of(),
        List.of(),
        event.nanos(),
        event.threadId(),
        event.threadName(),
        event.poolName(),
        event.submitter());
  }
}
