package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.TaskEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened to the tasks of an incident's pools: refused, failed, stopped, left behind. */
final class TaskTimes {
  private static final int MOST = 3;

  private TaskTimes() {}

  /** Events of one pool, one class and one kind. */
  private record Key(String pool, String className, TaskEvent.Phase phase) {}

  static List<Timeline.Told> of(Case incident, Root root) {
    Set<String> pools = pools(incident, root);
    Map<Key, List<TaskEvent>> events = new LinkedHashMap<>();
    for (Look look : incident.evidence().looks()) {
      for (TaskEvent event : look.taskEvents()) {
        if (pools.contains(event.poolKey()) && worth(event.phase())) {
          events
              .computeIfAbsent(
                  new Key(event.poolKey(), event.className(), event.phase()),
                  key -> new ArrayList<>())
              .add(event);
        }
      }
    }
    return events.values().stream().limit(MOST).map(each -> told(incident, each)).toList();
  }

  private static boolean worth(TaskEvent.Phase phase) {
    return switch (phase) {
      case FAILED, REJECTED, STOPPED, RESIZED, SHUTDOWN, ABANDONED -> true;
      case STARTED, COMPLETED, CANCELLED -> false;
    };
  }

  private static Set<String> pools(Case incident, Root root) {
    WaitForGraph graph = incident.graph();
    Set<Long> threads = new HashSet<>();
    Set<String> pools = new HashSet<>();
    if (root != null) {
      threads.addAll(root.behind());
      if (root.threadId() != null) {
        threads.add(root.threadId());
      }
      if (root.cycle() != null) {
        threads.addAll(root.cycle().threads());
      }
    } else {
      Leading leading = Leading.of(incident);
      if (leading != null) {
        pools.add(leading.resource().key());
      }
    }
    for (long id : threads) {
      PoolSeen pool = graph.pools().of(id);
      if (pool != null) {
        pools.add(pool.resourceKey());
      }
    }
    return pools;
  }

  private static Timeline.Told told(Case incident, List<TaskEvent> events) {
    TaskEvent first = events.get(0);
    String task = first.className().isEmpty() ? "" : Words.code(first.className());
    String pool = Words.code(first.poolName());
    int n = events.size();
    String times = n == 1 ? "" : ", " + n + " times";
    String text =
        switch (first.phase()) {
          case REJECTED -> pool + " refuses " + task;
          case FAILED -> task + " fails in " + pool;
          case STOPPED -> "periodic " + task + " fails in " + pool + " and will not run again";
          case RESIZED -> pool + " is resized";
          case SHUTDOWN -> pool + " is shut down";
          case ABANDONED -> pool + " is shut down with work that nobody will do";
          default -> task + " " + first.phase().label() + " in " + pool;
        };
    return new Timeline.Told(
        incident.graph().look().wall(first.nanos()),
        text + (first.detail().isEmpty() ? "" : ": " + Words.text(first.detail())) + times);
  }
}
