package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.boot.RunningTask;
import io.duality.boot.TaskCounts;
import io.duality.boot.TaskStamp;
import io.duality.boot.Tasks;
import io.duality.engine.context.Contexts;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Counters;
import io.duality.model.PoolSeen.Delays;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tasks and counters of pools: what hooks know of them, and what the pools themselves keep. */
final class Works {
  /** How many of the queued tasks that nobody waits for are named. */
  private static final int FIRST_TASKS = 8;

  private final Contexts contexts;
  private final RunningTask running = new RunningTask();
  private final TaskStamp stamp = new TaskStamp();
  private final TaskCounts counts = new TaskCounts();

  Works(Contexts contexts) {
    this.contexts = contexts;
  }

  /** The tasks that run, then the first that wait, and all that somebody waits for. */
  List<TaskSeen> tasks(LookBuilder look, PoolReading reading, Map<Object, String> awaited) {
    List<TaskSeen> tasks = new ArrayList<>();
    for (int i = 0; i < reading.workers.size() && tasks.size() < PoolSeen.MOST_TASKS; i++) {
      if (reading.isBusy(i) && Tasks.running(reading.workers.get(i), running)) {
        tasks.add(running(Peek.threadId(reading.workers.get(i)), awaited));
      }
    }
    running.clear();
    if (reading.depth > 0) {
      queued(look, reading, awaited, tasks);
    }
    return tasks;
  }

  private TaskSeen running(long worker, Map<Object, String> awaited) {
    String key = awaited.get(running.task);
    return new TaskSeen(
        running.work == null ? TaskNames.work(running.task) : TaskNames.named(running.work),
        worker,
        running.stamped ? running.submittedNanos : TaskSeen.UNKNOWN_TIME,
        running.startedNanos == 0 ? TaskSeen.UNKNOWN_TIME : running.startedNanos,
        running.stamped ? contexts.reference(running.trace) : null,
        key == null && running.future != null ? awaited.get(running.future) : key,
        -1);
  }

  private void queued(
      LookBuilder look, PoolReading reading, Map<Object, String> awaited, List<TaskSeen> tasks) {
    int most = awaited.isEmpty() ? FIRST_TASKS : Futures.MOST_TASKS;
    int from = tasks.size();
    reading.shape.tasks(
        reading.pool,
        most,
        (task, position) -> {
          Object future = Futures.completedBy(task);
          String key = awaited.get(task);
          if (key == null && future != null) {
            key = awaited.get(future);
          }
          boolean first = tasks.size() - from < FIRST_TASKS;
          if (tasks.size() < PoolSeen.MOST_TASKS
              && (key != null || (first && reading.shape.isReady(task, look.now)))) {
            tasks.add(queued(task, key, position));
          }
          return tasks.size() < PoolSeen.MOST_TASKS;
        });
  }

  private TaskSeen queued(Object task, String futureKey, int position) {
    boolean stamped = Tasks.stampOf(task, stamp);
    return new TaskSeen(
        TaskNames.work(task),
        TaskSeen.NOBODY,
        stamped ? stamp.submittedNanos : TaskSeen.UNKNOWN_TIME,
        TaskSeen.UNKNOWN_TIME,
        stamped ? contexts.reference(stamp.trace) : null,
        futureKey,
        position);
  }

  /** For how long the first task has waited, at least. */
  long headAge(LookBuilder look, PoolReading reading) {
    long due = reading.shape.headSince(reading.pool, look.now);
    if (due != Tracked.NONE) {
      return Math.max(0, look.now - due);
    }
    Object head = reading.depth > 0 ? reading.shape.head(reading.pool) : null;
    reading.tracked.head(head, reading.depth, look.now);
    if (head == null) {
      return reading.depth > 0 ? PoolSeen.UNKNOWN : 0;
    }
    long seen = look.now - reading.tracked.headSince();
    return Tasks.stampOf(head, stamp) ? Math.max(seen, look.now - stamp.submittedNanos) : seen;
  }

  /** The pool's own counts where it keeps them, those of hooks for the rest. */
  Counters counters(PoolReading reading) {
    boolean hooked = Tasks.counts(reading.pool, counts);
    long completed = reading.shape.completed(reading.pool);
    boolean own = reading.shape.countsAll(reading.pool);
    long started = completed + reading.busy();
    return new Counters(
        own ? started + Math.max(0, reading.depth) : known(hooked, counts.submitted),
        own ? started : known(hooked, counts.started),
        own || !hooked ? completed : counts.completed,
        known(hooked, counts.failed),
        known(hooked, counts.rejected));
  }

  private static long known(boolean hooked, long count) {
    return hooked ? count : PoolSeen.UNKNOWN;
  }

  /** How long tasks waited lately. */
  Delays delays(Object pool) {
    return Tasks.counts(pool, counts) && counts.delays > 0
        ? new Delays(
            counts.delays, counts.delayMedianNanos, counts.delayP99Nanos, counts.delayMaxNanos)
        : Delays.NONE;
  }
}
