package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.PoolSeen.Phase;

/** {@code ForkJoinPool}, the common pool and the scheduler of virtual threads among them. */
class ForkJoinShape extends PoolShape {
  private static final String POOL = Fields.CONCURRENT + "ForkJoinPool";
  private static final String QUEUE = POOL + "$WorkQueue";
  private static final long OWNER = Fields.of(QUEUE, "owner");
  private static final long BASE = Fields.of(QUEUE, "base");
  private static final long TOP = Fields.of(QUEUE, "top");
  private static final long PHASE = Fields.of(QUEUE, "phase");
  private static final long STEALS = Fields.of(QUEUE, "nsteals");
  private static final long ALL_STEALS = Fields.of(POOL, "stealCount");
  private static final long PREFIX = Fields.of(POOL, "workerNamePrefix");

  /** Until JDK 18 the mode has the parallelism, later a field of its own. */
  private static final long MODE = Fields.of(POOL, "mode");

  private static final long PARALLELISM = Fields.of(POOL, "parallelism");
  private static final long RUN_STATE = Fields.of(POOL, "runState");
  private static final int SHORT = 0xffff;
  private static final int MODE_SHUTDOWN = 1 << 24;
  private static final int MODE_TERMINATED = 1 << 25;
  private static final long RUN_STOPPING = 1 | (1 << 1);
  private static final long RUN_TERMINATED = 1 << 3;

  /** In newer JDKs a bit of the phase tells who is idle, in older ones its sign. */
  private static final int IDLE = declaresIdle() ? 1 << 16 : 1 << 31;

  private static boolean declaresIdle() {
    try {
      return Class.forName(POOL, false, null).getDeclaredField("IDLE") != null;
    } catch (ReflectiveOperationException older) {
      return false;
    }
  }

  private static final Object[] NONE = {};

  static Object[] queues(Object pool) {
    return Peek.reference(pool, Fields.FORK_JOIN_QUEUES) instanceof Object[] queues ? queues : NONE;
  }

  /** The worker whose queue it is; null for the queue of those outside the pool. */
  static Thread owner(Object queue) {
    return Peek.reference(queue, OWNER) instanceof Thread thread ? thread : null;
  }

  @Override
  void workers(Object pool, Workers seen) {
    for (Object queue : queues(pool)) {
      Thread thread = owner(queue);
      if (thread != null && Peek.state(thread) != Thread.State.TERMINATED) {
        seen.worker(thread, (Peek.integer(queue, PHASE) & IDLE) == 0);
      }
    }
  }

  @Override
  int workerCount(Object pool) {
    int count = 0;
    for (Object queue : queues(pool)) {
      count += Peek.reference(queue, OWNER) != null ? 1 : 0;
    }
    return count;
  }

  @Override
  long limit(Object pool) {
    int parallelism =
        PARALLELISM != Peek.NONE
            ? Peek.integer(pool, PARALLELISM)
            : Peek.integer(pool, MODE) & SHORT;
    return parallelism == 0 ? UNKNOWN : parallelism;
  }

  @Override
  Object queue(Object pool) {
    return null;
  }

  @Override
  long depth(Object pool, long now) {
    long depth = 0;
    for (Object queue : queues(pool)) {
      if (queue != null) {
        depth += Math.max(0, Peek.integer(queue, TOP) - Peek.integer(queue, BASE));
      }
    }
    return depth;
  }

  @Override
  long capacity(Object pool) {
    return QueueFill.NONE;
  }

  @Override
  Object head(Object pool) {
    Object[] queues = queues(pool);
    Object head = null;
    for (int i = 0; i < queues.length && head == null; i += 2) {
      head = first(queues[i]); // what was handed over from outside, and is not anybody's own
    }
    for (int i = 1; i < queues.length && head == null; i += 2) {
      head = first(queues[i]);
    }
    return head;
  }

  private static Object first(Object queue) {
    int base = Peek.integer(queue, BASE);
    return Peek.integer(queue, TOP) - base > 0
            && Peek.reference(queue, Fields.FORK_JOIN_TASKS) instanceof Object[] tasks
            && tasks.length > 0
        ? tasks[base & (tasks.length - 1)]
        : null;
  }

  @Override
  long completed(Object pool) {
    long count = Peek.longInteger(pool, ALL_STEALS);
    for (Object queue : queues(pool)) {
      if (Peek.reference(queue, OWNER) != null) {
        count += Peek.integer(queue, STEALS) & 0xffffffffL;
      }
    }
    return count;
  }

  /** A task that its own worker began, without stealing it, is not counted. */
  @Override
  boolean countsAll(Object pool) {
    return false;
  }

  @Override
  Phase phase(Object pool) {
    if (MODE != Peek.NONE) {
      int mode = Peek.integer(pool, MODE);
      return (mode & MODE_TERMINATED) != 0
          ? Phase.TERMINATED
          : mode < 0 || (mode & MODE_SHUTDOWN) != 0 ? Phase.SHUTDOWN : Phase.RUNNING;
    }
    long state = Peek.longInteger(pool, RUN_STATE);
    return (state & RUN_TERMINATED) != 0
        ? Phase.TERMINATED
        : (state & RUN_STOPPING) != 0 ? Phase.SHUTDOWN : Phase.RUNNING;
  }

  @Override
  void tasks(Object pool, int most, QueueItems.Seen seen) {
    for (Object queue : queues(pool)) {
      int base = Peek.integer(queue, BASE);
      int waiting = Peek.integer(queue, TOP) - base;
      if (waiting > 0
          && Peek.reference(queue, Fields.FORK_JOIN_TASKS) instanceof Object[] tasks
          && tasks.length > 0) {
        int length = Math.min(waiting, Math.min(most, tasks.length));
        int position = 0;
        for (int i = 0; i < length; i++) {
          Object task = tasks[(base + i) & (tasks.length - 1)];
          if (task != null && !seen.item(task, position++)) {
            return;
          }
        }
      }
    }
  }

  @Override
  String ownName(Object pool) {
    return Peek.reference(pool, PREFIX) instanceof String prefix ? prefix : null;
  }
}
