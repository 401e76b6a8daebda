package io.duality.engine.observe;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Counters;
import io.duality.model.PoolSeen.Delays;
import io.duality.model.PoolSeen.Phase;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import java.util.ArrayList;
import java.util.List;

/** Executors that start a thread for each task: nothing ever waits for one of their workers. */
final class PerTaskPools {
  /** More threads of one executor are not listed. */
  private static final int MOST_THREADS = 1 << 10;

  private static final long STATE = Fields.of(Fields.CONCURRENT + "ThreadPerTaskExecutor", "state");

  private PerTaskPools() {}

  /** Adds those that have threads. */
  static void figures(LookBuilder look) {
    VirtualThreads.perTask(
        (executor, threads) -> {
          List<Long> workers = new ArrayList<>();
          int blocked = 0;
          int passed = 0;
          for (Object each : threads) {
            if (each instanceof Thread thread && !PlatformThreads.isOwn(thread)) {
              passed++;
              if (workers.size() < MOST_THREADS) {
                workers.add(Peek.threadId(thread));
                blocked += look.waits.containsKey(Peek.threadId(thread)) ? 1 : 0;
              }
            }
          }
          if (!workers.isEmpty()) {
            add(look, executor, workers, blocked, passed);
          }
        });
  }

  private static void add(
      LookBuilder look, Object executor, List<Long> workers, int blocked, int all) {
    String given = Names.nameOf(executor);
    String name =
        given != null
            ? given
            : "ThreadPerTaskExecutor@" + Integer.toHexString(System.identityHashCode(executor));
    Resource pool =
        look.resources.pool(
            executor,
            "pool " + name,
            given == null ? Named.CLASS : Resources.origin(Names.rankOf(executor)),
            PoolSeen.UNKNOWN,
            all);
    if (all > workers.size()) {
      look.unknown(
          pool.name(), "workers", "one look lists at most " + MOST_THREADS + " of its " + all);
    }
    look.pools.put(
        pool.key(),
        new PoolSeen(
            pool.key(),
            "jdk",
            PoolSeen.UNKNOWN,
            workers,
            workers.size(),
            blocked,
            null,
            null,
            0,
            PoolSeen.UNBOUNDED,
            0,
            Counters.NONE,
            Delays.NONE,
            List.of(),
            phase(executor)));
  }

  private static Phase phase(Object executor) {
    int state = Peek.integer(executor, STATE);
    return state == 0 ? Phase.RUNNING : state == 1 ? Phase.SHUTDOWN : Phase.TERMINATED;
  }
}
