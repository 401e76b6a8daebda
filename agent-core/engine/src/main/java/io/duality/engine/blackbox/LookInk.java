package io.duality.engine.blackbox;

import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.SpanSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the look that a {@link LookPen} wrote; what refers to something left out is left out. */
final class LookInk {
  private final Ink ink;
  private final Map<Long, ThreadSeen> threads = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<OpenWait> waits = new ArrayList<>();
  private final List<Holding> holdings = new ArrayList<>();
  private final List<PoolSeen> pools = new ArrayList<>();
  private final List<QueueSeen> queues = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final List<SpanSeen> spans = new ArrayList<>();

  LookInk(Ink ink) {
    this.ink = ink;
  }

  Look read(long number, Instant at, long nanos) {
    int tag = ink.one();
    while (tag != Layout.END) {
      record(tag);
      tag = ink.one();
    }
    int leftOut = ink.four();
    if (leftOut > 0) {
      unknown.add(
          new Unknown(
              "black box",
              "waits, threads, spans or resources",
              leftOut + " of them did not fit into the black box"));
    }
    waits.removeIf(
        wait ->
            !threads.containsKey(wait.threadId()) || !resources.containsKey(wait.resourceKey()));
    holdings.removeIf(
        holding ->
            !threads.containsKey(holding.threadId())
                || !resources.containsKey(holding.resourceKey()));
    Set<String> keys = new HashSet<>(resources.keySet());
    pools.removeIf(
        pool ->
            !keys.contains(pool.resourceKey())
                || !threads.keySet().containsAll(pool.workers())
                || (pool.queueKey() != null && !keys.contains(pool.queueKey())));
    queues.removeIf(queue -> !keys.contains(queue.resourceKey()));
    return new Look(
        number,
        at,
        nanos,
        new ArrayList<>(threads.values()),
        waits,
        new ArrayList<>(resources.values()),
        holdings,
        unknown,
        pools,
        queues,
        List.of());
  }

  /** The spans that were under way, the oldest first. */
  List<SpanSeen> spans() {
    spans.sort(Comparator.comparingLong(SpanSeen::sinceNanos));
    return spans;
  }

  private void record(int tag) {
    switch (tag) {
      case Layout.THREAD -> thread();
      case Layout.RESOURCE -> resource();
      case Layout.WAIT ->
          waits.add(
              new OpenWait(
                  ink.eight(),
                  ink.text(),
                  ink.text(),
                  ink.eight(),
                  ink.eight(),
                  ink.flag(),
                  SeenBy.valueOf(ink.text())));
      case Layout.HOLDING ->
          holdings.add(
              new Holding(
                  ink.text(),
                  ink.eight(),
                  Holding.Relation.valueOf(ink.text()),
                  ink.word(),
                  ink.four(),
                  ink.eight(),
                  SeenBy.valueOf(ink.text()),
                  ink.frame(),
                  ink.trace()));
      case Layout.POOL -> pools.add(pool());
      case Layout.QUEUE ->
          queues.add(
              new QueueSeen(
                  ink.text(),
                  ink.eight(),
                  ink.eight(),
                  ink.eight(),
                  ink.eight(),
                  hand(),
                  hand(),
                  ink.flag()));
      case Layout.SPAN -> {
        String id = ink.text();
        String name = ink.word();
        spans.add(new SpanSeen(id, name == null ? "(name not kept)" : name, ink.eight()));
      }
      case Layout.UNKNOWN -> unknown.add(new Unknown(ink.text(), ink.text(), ink.text()));
      default -> throw new IllegalArgumentException("no record begins with " + tag);
    }
  }

  private void thread() {
    long id = ink.eight();
    ThreadSeen thread =
        new ThreadSeen(
            id,
            ink.text(),
            ink.flag(),
            ink.flag(),
            Thread.State.valueOf(ink.text()),
            ink.trace(),
            frames());
    threads.put(id, thread);
  }

  private List<StackTraceElement> frames() {
    int count = ink.one();
    List<StackTraceElement> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(ink.frame());
    }
    return frames;
  }

  private void resource() {
    Resource resource =
        new Resource(
            ink.text(),
            ResourceKind.valueOf(ink.text()),
            ink.text(),
            ink.text(),
            ink.four(),
            ink.eight(),
            ink.eight(),
            Resource.Named.valueOf(ink.text()));
    resources.put(resource.key(), resource);
  }

  private PoolSeen pool() {
    String key = ink.text();
    String library = ink.text();
    long limit = ink.eight();
    List<Long> workers = new ArrayList<>();
    for (int left = ink.four(); left > 0; left--) {
      workers.add(ink.eight());
    }
    return new PoolSeen(
        key,
        library,
        limit,
        workers,
        ink.four(),
        ink.four(),
        ink.word(),
        ink.word(),
        ink.eight(),
        ink.eight(),
        ink.eight(),
        new PoolSeen.Counters(ink.eight(), ink.eight(), ink.eight(), ink.eight(), ink.eight()),
        PoolSeen.Delays.NONE,
        List.of(),
        PoolSeen.Phase.valueOf(ink.text()));
  }

  private QueueSeen.Hand hand() {
    return ink.flag() ? new QueueSeen.Hand(ink.eight(), ink.text(), ink.eight()) : null;
  }
}
