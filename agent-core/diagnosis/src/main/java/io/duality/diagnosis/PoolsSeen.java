package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pools and queues of a look, and how they stand to its threads and resources. */
final class PoolsSeen {
  private final Map<Long, ThreadSeen> threads;
  private final Map<String, PoolSeen> pools = new LinkedHashMap<>();
  private final Map<String, QueueSeen> queues = new LinkedHashMap<>();
  private final Map<Long, PoolSeen> byWorker = new HashMap<>();
  private final Map<String, PoolSeen> byQueue = new HashMap<>();
  private final Map<String, Work> byFuture = new HashMap<>();
  private final Map<Long, Work> byRunner = new HashMap<>();

  /**
   * A task and the pool that has it.
   *
   * @param pool the pool
   * @param task its task, queued or running
   */
  record Work(PoolSeen pool, TaskSeen task) {
    boolean queued() {
      return task.threadId() == TaskSeen.NOBODY;
    }
  }

  PoolsSeen(Look look, Map<Long, ThreadSeen> threads) {
    this.threads = threads;
    for (PoolSeen pool : look.pools()) {
      pools.putIfAbsent(pool.resourceKey(), pool);
      pool.workers().forEach(id -> byWorker.putIfAbsent(id, pool));
      if (pool.queueKey() != null) {
        byQueue.putIfAbsent(pool.queueKey(), pool);
      }
      for (TaskSeen task : pool.tasks()) {
        Work work = new Work(pool, task);
        if (task.futureKey() != null) {
          byFuture.putIfAbsent(task.futureKey(), work);
        }
        if (!work.queued()) {
          byRunner.putIfAbsent(task.threadId(), work);
        }
      }
    }
    look.queues().forEach(queue -> queues.putIfAbsent(queue.resourceKey(), queue));
  }

  Collection<PoolSeen> pools() {
    return Collections.unmodifiableCollection(pools.values());
  }

  Collection<QueueSeen> queues() {
    return Collections.unmodifiableCollection(queues.values());
  }

  /** The pool of that key, or null. */
  PoolSeen pool(String key) {
    return pools.get(key);
  }

  /** The queue of that key, or null. */
  QueueSeen queue(String key) {
    return queues.get(key);
  }

  /** The pool that the thread works for, or null. */
  PoolSeen of(long threadId) {
    return byWorker.get(threadId);
  }

  /** The pool that takes its tasks from that queue, or null. */
  PoolSeen before(String queueKey) {
    return byQueue.get(queueKey);
  }

  /** The task that completes that future, or null. */
  Work completing(String futureKey) {
    return byFuture.get(futureKey);
  }

  /** The task that the thread runs, or null. */
  Work run(long threadId) {
    return byRunner.get(threadId);
  }

  /** The pool whose workers have to do something for those who wait for this, or null. */
  PoolSeen serving(String resourceKey) {
    Work work = byFuture.get(resourceKey);
    if (work != null) {
      return work.queued() ? work.pool() : null;
    }
    PoolSeen pool = byQueue.get(resourceKey);
    return pool == null ? pools.get(resourceKey) : pool;
  }

  /**
   * Whether a worker is free for what waits there, a further one may be started for it, or one was
   * not seen.
   */
  boolean mayServe(String resourceKey) {
    PoolSeen pool = serving(resourceKey);
    return pool != null
        && (pool.idle() > 0 || grows(pool) || !threads.keySet().containsAll(pool.workers()));
  }

  /**
   * Whether the pool may start a further worker for the tasks that it has. A {@code
   * ThreadPoolExecutor} does so only when its queue takes no more: with an unbounded one never.
   */
  static boolean grows(PoolSeen pool) {
    boolean below = pool.limit() == PoolSeen.UNKNOWN || pool.workers().size() < pool.limit();
    return below && pool.phase() != PoolSeen.Phase.TERMINATED && !waitsForFullQueue(pool);
  }

  private static boolean waitsForFullQueue(PoolSeen pool) {
    return pool.library().equals("jdk")
        && pool.capacity() == PoolSeen.UNBOUNDED
        && pool.depth() > 0
        && pool.queueClass() != null
        && pool.queueClass().startsWith("java.util.concurrent.")
        && !pool.queueClass().contains("ForkJoin");
  }

  /** Whether the thread works for a pool and has no task, as far as the look tells. */
  boolean withoutTask(long threadId) {
    PoolSeen pool = byWorker.get(threadId);
    if (pool == null || byRunner.containsKey(threadId)) {
      return false;
    }
    if (pool.busy() == 0) {
      return true;
    }
    long running = pool.tasks().stream().filter(t -> t.threadId() != TaskSeen.NOBODY).count();
    return running >= pool.busy();
  }

  /** Whether a worker waits for work where its pool keeps it. */
  boolean atOwnQueue(OpenWait wait) {
    PoolSeen pool = byWorker.get(wait.threadId());
    return pool != null
        && wait.resourceKey().equals(pool.queueKey())
        && !wait.op().startsWith("put")
        && !wait.op().startsWith("offer")
        && !byRunner.containsKey(wait.threadId());
  }
}
