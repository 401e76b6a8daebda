package io.duality.engine.detect;

import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Counters;
import io.duality.model.PoolSeen.Delays;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.List;

/** A pool of which all workers are busy, until a test says otherwise. */
final class PoolFigures {
  private final List<Long> workers = new ArrayList<>();
  private final List<TaskSeen> tasks = new ArrayList<>();
  int idle;
  int blocked;
  long depth;
  long capacity = PoolSeen.UNBOUNDED;
  double headAge;
  long submitted = PoolSeen.UNKNOWN;
  long started = PoolSeen.UNKNOWN;
  long completed = PoolSeen.UNKNOWN;
  String queueKey;
  Delays delays = Delays.NONE;
  PoolSeen.Phase phase = PoolSeen.Phase.RUNNING;

  PoolFigures(long... ids) {
    for (long id : ids) {
      workers.add(id);
    }
  }

  PoolFigures depth(long tasks, double oldest) {
    depth = tasks;
    headAge = oldest;
    return this;
  }

  /** Everything is counted. */
  PoolFigures counts(long ended) {
    completed = ended;
    started = ended + workers.size() - idle;
    submitted = started + depth;
    return this;
  }

  PoolFigures runs(String className, long thread, double since) {
    tasks.add(
        new TaskSeen(className, thread, TaskSeen.UNKNOWN_TIME, Looks.nanos(since), null, null, -1));
    return this;
  }

  PoolSeen seen(String key) {
    return new PoolSeen(
        key,
        "jdk",
        workers.size(),
        workers,
        workers.size() - idle,
        blocked,
        queueKey,
        "java.util.concurrent.LinkedBlockingQueue",
        depth,
        capacity,
        Looks.nanos(headAge),
        new Counters(submitted, started, completed, PoolSeen.UNKNOWN, PoolSeen.UNKNOWN),
        delays,
        tasks,
        phase);
  }
}
