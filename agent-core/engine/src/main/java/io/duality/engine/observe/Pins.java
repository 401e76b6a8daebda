package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Virtual threads that keep their carrier while they wait: a native frame, an initialiser or,
 * before JDK 24, a monitor pins them. Each holds a part of the scheduler, taken at the frame that
 * pins; the scheduler's tasks say which carrier.
 */
final class Pins {
  /** How many of them one look names. */
  private static final int MOST = 32;

  private static final boolean BY_MONITORS = Runtime.version().feature() < 24;

  private LongTable since = new LongTable();
  private LongTable before = new LongTable();

  /** Whether a carrier has been pinned for so long; allocates nothing. */
  boolean glance(long now, long olderThanNanos) {
    Object scheduler = Carriers.scheduler();
    if (scheduler == null) {
      return false;
    }
    LongTable seen = before;
    seen.clear();
    boolean found = false;
    for (Object queue : ForkJoinShape.queues(scheduler)) {
      Thread carrier = ForkJoinShape.owner(queue);
      if (carrier != null && Carriers.isPinned(carrier)) {
        long first = first(carrier, now);
        seen.put(Peek.threadId(carrier), first);
        found |= first != now && now - first >= olderThanNanos;
      }
    }
    before = since;
    since = seen;
    return found;
  }

  private long first(Thread carrier, long now) {
    long known = since.get(Peek.threadId(carrier));
    return known == LongTable.NONE ? now : known;
  }

  /** Adds who pins which carrier, after the figures of the scheduler. */
  void add(LookBuilder look, long afterNanos) {
    for (PoolReading reading : look.readings) {
      if (!(reading.shape instanceof CarrierShape)) {
        continue;
      }
      Resource scheduler = look.resources.pool(reading.pool);
      List<TaskSeen> pinned = new ArrayList<>();
      for (Thread carrier : reading.workers) {
        if (pinned.size() < MOST && carrier instanceof ForkJoinWorkerThread) {
          add(look, scheduler, carrier, afterNanos, pinned);
        }
      }
      if (!pinned.isEmpty()) {
        look.pools.computeIfPresent(scheduler.key(), (key, pool) -> with(pool, pinned));
      }
    }
  }

  private void add(
      LookBuilder look,
      Resource scheduler,
      Thread carrier,
      long afterNanos,
      List<TaskSeen> pinned) {
    Thread virtual = Carriers.isPinned(carrier) ? Carriers.mounted(carrier) : null;
    long first = first(carrier, look.now);
    if (virtual == null || look.now - first < afterNanos) {
      return;
    }
    StackTraceElement at = pinning(virtual.getStackTrace());
    if (!Carriers.isPinned(carrier) || Carriers.mounted(carrier) != virtual) {
      return; // it went on meanwhile
    }
    long id = Peek.threadId(virtual);
    look.threads.putIfAbsent(id, virtual);
    look.threads.putIfAbsent(Peek.threadId(carrier), carrier);
    look.holds(
        new Holding(scheduler.key(), id, Relation.HELD_BY, "pinned", 1, first, SeenBy.SAMPLE, at));
    pinned.add(
        new TaskSeen(
            LookBuilder.label(virtual),
            Peek.threadId(carrier),
            TaskSeen.UNKNOWN_TIME,
            first,
            null,
            null,
            -1));
    if (at == null) {
      look.unknown(
          LookBuilder.label(virtual),
          "pinning frame",
          BY_MONITORS
              ? "no native frame and no initialiser is on its stack, so one of its frames holds a"
                  + " monitor"
              : "no native frame and no initialiser is on its stack");
    }
  }

  /** The innermost frame below the wait itself that keeps the carrier, or null. */
  static StackTraceElement pinning(StackTraceElement[] stack) {
    boolean below = false;
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals("<clinit>") || (below && frame.isNativeMethod())) {
        return frame;
      }
      below |= !frame.isNativeMethod();
    }
    return null;
  }

  private static PoolSeen with(PoolSeen pool, List<TaskSeen> pinned) {
    List<TaskSeen> tasks = new ArrayList<>(pinned);
    tasks.addAll(pool.tasks());
    return new PoolSeen(
        pool.resourceKey(),
        pool.library(),
        pool.limit(),
        pool.workers(),
        pool.busy(),
        pool.blocked(),
        pool.queueKey(),
        pool.queueClass(),
        pool.depth(),
        pool.capacity(),
        pool.headAgeNanos(),
        pool.counters(),
        pool.delays(),
        tasks,
        pool.phase());
  }
}
