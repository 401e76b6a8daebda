package io.duality.engine.detect;

import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A process to look at: threads, what they wait for and what they hold; times in seconds. */
final class Looks {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

  private final Map<Long, ThreadSeen> threads = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<OpenWait> waits = new ArrayList<>();
  private final List<Holding> holdings = new ArrayList<>();
  private final Map<String, PoolFigures> pools = new LinkedHashMap<>();
  private final Map<String, QueueSeen> queues = new LinkedHashMap<>();
  private long number;

  Looks thread(long id, String name, String span) {
    return thread(id, name, span, Thread.State.WAITING, false);
  }

  Looks running(long id, String name) {
    return thread(id, name, null, Thread.State.RUNNABLE, false);
  }

  Looks virtual(long id, String span) {
    return thread(id, "", span, Thread.State.WAITING, true);
  }

  private Looks thread(long id, String name, String span, Thread.State state, boolean virtual) {
    TraceRef trace =
        span == null ? null : new TraceRef("a".repeat(32), String.format("%016x", id), span, true);
    threads.put(id, new ThreadSeen(id, name, virtual, true, state, trace, List.of()));
    return this;
  }

  Looks resource(String key, ResourceKind kind, String name) {
    resources.put(key, new Resource(key, kind, name, "x.Y", 1, -1, -1, Resource.Named.FIELD));
    return this;
  }

  Looks lock(String key, String name) {
    return resource(key, ResourceKind.LOCK, name);
  }

  Looks waits(long thread, String key, String op, double since) {
    return waits(thread, key, op, since, 0);
  }

  Looks waits(long thread, String key, String op, double since, double timeout) {
    waits.add(new OpenWait(thread, key, op, nanos(since), nanos(timeout), true, SeenBy.SLOT));
    return this;
  }

  Looks holds(long thread, String key) {
    holdings.add(
        new Holding(
            key, thread, Holding.Relation.HELD_BY, null, 1, Holding.UNKNOWN_SINCE, SeenBy.OWNER));
    return this;
  }

  Looks ends(long thread) {
    waits.removeIf(wait -> wait.threadId() == thread);
    return this;
  }

  Looks releases(long thread) {
    holdings.removeIf(holding -> holding.threadId() == thread);
    return this;
  }

  Looks works(long thread, String key) {
    holdings.add(
        new Holding(
            key, thread, Holding.Relation.WORKED_BY, "consumer", 1, Long.MIN_VALUE, SeenBy.SEEN));
    return this;
  }

  /** A pool; its figures are read anew in every look. */
  Looks pool(String key, String name, PoolFigures figures) {
    pools.put(key, figures);
    return resource(key, ResourceKind.POOL, name);
  }

  /** A queue of its own; negative capacity means that it has none. */
  Looks queue(String key, String name, long depth, long capacity, double headAge) {
    return queue(key, name, depth, capacity, headAge, null);
  }

  Looks queue(
      String key, String name, long depth, long capacity, double headAge, QueueSeen.Hand take) {
    long limit = capacity < 0 ? PoolSeen.UNBOUNDED : capacity;
    queues.put(key, new QueueSeen(key, depth, limit, depth, nanos(headAge), take, null, true));
    return resource(key, ResourceKind.QUEUE, name);
  }

  static QueueSeen.Hand hand(long thread, String name, double seconds) {
    return new QueueSeen.Hand(thread, name, nanos(seconds));
  }

  Look at(double seconds) {
    return new Look(
        ++number,
        START.plusNanos(nanos(seconds)),
        nanos(seconds),
        List.copyOf(threads.values()),
        waits,
        List.copyOf(resources.values()),
        holdings,
        List.of(),
        pools.entrySet().stream().map(each -> each.getValue().seen(each.getKey())).toList(),
        List.copyOf(queues.values()),
        List.of());
  }

  static long nanos(double seconds) {
    return (long) (seconds * SECOND);
  }
}
