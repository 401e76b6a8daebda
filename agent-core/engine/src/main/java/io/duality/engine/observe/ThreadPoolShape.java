package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.PoolSeen.Phase;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code ThreadPoolExecutor}, the scheduled one among them. */
final class ThreadPoolShape extends PoolShape {
  private static final int COUNT_BITS = 29;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

  /** More workers than this are not counted one by one. */
  private static final int MOST_WORKERS = 1 << 16;

  private static final String POOL = Fields.CONCURRENT + "ThreadPoolExecutor";
  private static final long CONTROL = Fields.of(POOL, "ctl");
  private static final long WORKERS = Fields.of(POOL, "workers");
  private static final long CORE = Fields.of(POOL, "corePoolSize");
  private static final long MAXIMUM = Fields.of(POOL, "maximumPoolSize");
  private static final long COMPLETED = Fields.of(POOL, "completedTaskCount");
  private static final long THREAD = Fields.of(POOL + "$Worker", "thread");
  private static final long FIRST_TASK = Fields.of(POOL + "$Worker", "firstTask");
  private static final long ITS_COMPLETED = Fields.of(POOL + "$Worker", "completedTasks");
  private static final long SET_MAP = Fields.of("java.util.HashSet", "map");
  private static final long MAP_TABLE = Fields.of("java.util.HashMap", "table");
  private static final long NODE_KEY = Fields.of("java.util.HashMap$Node", "key");
  private static final long NODE_NEXT = Fields.of("java.util.HashMap$Node", "next");

  private static final Class<?> SCHEDULED_TASK =
      Fields.named(Fields.CONCURRENT + "ScheduledThreadPoolExecutor$ScheduledFutureTask");
  private static final long DUE =
      Fields.of(Fields.CONCURRENT + "ScheduledThreadPoolExecutor$ScheduledFutureTask", "time");

  /** A worker's own lock: it holds it while it runs a task, and nobody else for long. */
  private static final int LOCKED = 1;

  private interface Each {
    void worker(Object worker);
  }

  @Override
  void workers(Object pool, Workers seen) {
    each(
        pool,
        worker -> {
          if (Peek.reference(worker, THREAD) instanceof Thread thread) {
            boolean busy =
                Peek.integer(worker, Fields.STATE) == LOCKED
                    || Peek.reference(worker, FIRST_TASK) != null;
            seen.worker(thread, busy);
          }
        });
  }

  private static void each(Object pool, Each seen) {
    if (Peek.reference(Peek.reference(Peek.reference(pool, WORKERS), SET_MAP), MAP_TABLE)
        instanceof Object[] table) {
      int left = MOST_WORKERS;
      for (Object bin : table) {
        for (Object node = bin; node != null && left > 0; left--) {
          Object worker = Peek.reference(node, NODE_KEY);
          if (worker != null && worker.getClass() == Fields.WORKER) {
            seen.worker(worker);
          }
          node = Peek.reference(node, NODE_NEXT);
        }
      }
    }
  }

  private static int control(Object pool) {
    return Peek.reference(pool, CONTROL) instanceof AtomicInteger control ? control.get() : 0;
  }

  @Override
  int workerCount(Object pool) {
    return control(pool) & COUNT_MASK;
  }

  /** A pool whose queue takes everything has no reason to go beyond its core size. */
  @Override
  long limit(Object pool) {
    Object queue = queue(pool);
    int maximum = Peek.integer(pool, MAXIMUM);
    if (queue != null && QueueFill.takesAll(queue)) {
      return Math.max(1, Math.min(maximum, Peek.integer(pool, CORE)));
    }
    return maximum == Integer.MAX_VALUE ? UNKNOWN : maximum;
  }

  @Override
  Object queue(Object pool) {
    return Peek.reference(pool, Fields.WORK_QUEUE);
  }

  @Override
  long depth(Object pool, long now) {
    Object queue = queue(pool);
    if (queue == null) {
      return UNKNOWN;
    }
    return QueueItems.isScheduled(queue)
        ? due(QueueItems.heap(queue), now)
        : QueueFill.depth(queue);
  }

  /** Tasks whose time has come; those of a class of the application's own do not tell theirs. */
  private static long due(Object[] heap, long now) {
    if (heap == null || heap.length == 0 || !isDue(heap[0], now)) {
      return 0; // nothing behind the first is due before it
    }
    long due = 0;
    for (Object task : heap) {
      due += isDue(task, now) ? 1 : 0;
    }
    return due;
  }

  private static boolean isDue(Object task, long now) {
    return task != null && task.getClass() == SCHEDULED_TASK && Peek.longInteger(task, DUE) <= now;
  }

  @Override
  boolean isReady(Object task, long now) {
    return task.getClass() != SCHEDULED_TASK || isDue(task, now);
  }

  @Override
  long headSince(Object pool, long now) {
    Object head = head(pool);
    return isDue(head, now) ? Peek.longInteger(head, DUE) : Tracked.NONE;
  }

  @Override
  long capacity(Object pool) {
    Object queue = queue(pool);
    return queue == null ? QueueFill.NONE : QueueFill.limit(queue);
  }

  @Override
  Object head(Object pool) {
    Object queue = queue(pool);
    return queue == null ? null : QueueItems.head(queue);
  }

  @Override
  long completed(Object pool) {
    long[] sum = {Peek.longInteger(pool, COMPLETED)};
    each(pool, worker -> sum[0] += Peek.longInteger(worker, ITS_COMPLETED));
    return sum[0];
  }

  @Override
  boolean countsAll(Object pool) {
    Object queue = queue(pool);
    return queue != null && !QueueItems.isScheduled(queue);
  }

  @Override
  Phase phase(Object pool) {
    int state = control(pool) >> COUNT_BITS;
    return state < 0 ? Phase.RUNNING : state >= 2 ? Phase.TERMINATED : Phase.SHUTDOWN;
  }

  @Override
  void tasks(Object pool, int most, QueueItems.Seen seen) {
    Object queue = queue(pool);
    if (queue != null) {
      QueueItems.forEach(queue, most, seen);
    }
  }
}
