package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who works for what somebody waits for, where the look says it of a pool, a task or a queue and of
 * no holding.
 */
final class Implied {
  private final Map<Long, ThreadSeen> threads;
  private final PoolsSeen pools;
  private final Set<String> worked = new HashSet<>();
  private final List<Holding> holdings = new ArrayList<>();

  private Implied(Look look, Map<Long, ThreadSeen> threads, PoolsSeen pools) {
    this.threads = threads;
    this.pools = pools;
    look.holdings().forEach(holding -> worked.add(holding.resourceKey()));
  }

  static List<Holding> holdings(Look look, Map<Long, ThreadSeen> threads, PoolsSeen pools) {
    Implied implied = new Implied(look, threads, pools);
    if (!look.pools().isEmpty() || !look.queues().isEmpty()) {
      look.waits().forEach(implied::wait);
    }
    return implied.holdings;
  }

  private void wait(OpenWait wait) {
    String key = wait.resourceKey();
    if (worked.contains(key)) {
      return;
    }
    PoolsSeen.Work work = pools.completing(key);
    if (work != null) {
      worked.add(key);
      if (work.queued()) {
        workers(key, work.pool(), "worker");
      } else {
        works(key, work.task().threadId(), "runner", work.task().startedNanos(), SeenBy.HOOK);
      }
    } else if (pools.pool(key) != null) {
      worked.add(key);
      workers(key, pools.pool(key), "worker");
    } else if (IdlePolicy.putOp(wait)) {
      PoolSeen pool = pools.before(key);
      QueueSeen queue = pools.queue(key);
      if (pool != null) {
        worked.add(key);
        workers(key, pool, "consumer");
      } else if (queue != null
          && queue.lastTake() != null
          && threads.containsKey(queue.lastTake().threadId())) {
        worked.add(key);
        works(key, queue.lastTake().threadId(), "consumer", queue.lastTake().nanos(), SeenBy.SEEN);
      }
    }
  }

  private void workers(String key, PoolSeen pool, String as) {
    for (long id : pool.workers()) {
      works(key, id, as, Holding.UNKNOWN_SINCE, SeenBy.SAMPLE);
    }
  }

  private void works(String key, long threadId, String as, long since, SeenBy by) {
    if (threads.containsKey(threadId)) {
      holdings.add(new Holding(key, threadId, Holding.Relation.WORKED_BY, as, 1, since, by));
    }
  }
}
