package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.library.LibraryPool;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.SeenBy;
import io.duality.model.TaskEvent;
import io.duality.model.Unknown;
import io.duality.model.config.NameRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one look has found so far; holds the application's objects until the look is made. */
final class LookBuilder {
  final long now;
  final Resources resources;
  final Map<Long, Thread> threads = new LinkedHashMap<>();

  /** Threads that only a dump knows. */
  final Map<Long, DumpedThread> dumped = new LinkedHashMap<>();

  final Map<Long, OpenWait> waits = new LinkedHashMap<>();
  final Map<String, Holding> holdings = new LinkedHashMap<>();

  /** Pools by the key of their resource. */
  final Map<String, PoolSeen> pools = new LinkedHashMap<>();

  /** Queues and backlogs by the key of their resource. */
  final Map<String, QueueSeen> queues = new LinkedHashMap<>();

  final List<TaskEvent> taskEvents = new ArrayList<>();

  /** What suspected carriers have mounted, by ids. */
  final Map<Long, Long> carried = new LinkedHashMap<>();

  /** What libraries bring, as this look read it. */
  List<LibraryPool> libraryPools = List.of();

  /** The JDK's pools as this look read them. */
  List<PoolReading> readings = List.of();

  /** Whether a platform thread waits for a monitor that a virtual thread owns. */
  boolean heldByVirtual;

  final Set<Unknown> unknown = new LinkedHashSet<>();

  LookBuilder(long now, NameRules renames) {
    this.now = now;
    this.resources = new Resources(renames);
  }

  void waits(Thread thread, OpenWait wait) {
    threads.put(wait.threadId(), thread);
    waits.put(wait.threadId(), wait);
  }

  void holds(Thread thread, String key, Relation relation, String as, int count, SeenBy by) {
    threads.putIfAbsent(Peek.threadId(thread), thread);
    holds(Peek.threadId(thread), key, relation, as, count, by);
  }

  void holds(long id, String key, Relation relation, String as, int count, SeenBy by) {
    holds(new Holding(key, id, relation, as, count, Holding.UNKNOWN_SINCE, by));
  }

  /** A holding of which more is known. */
  void holds(Holding holding) {
    holdings.putIfAbsent(
        holding(holding.resourceKey(), holding.relation(), holding.threadId(), holding.as()),
        holding);
  }

  private static String holding(String key, Relation relation, long thread, String as) {
    return key + ' ' + relation + ' ' + thread + ' ' + as;
  }

  /** Whether a wait for a lock to read is that of a thread which reads under that lock now. */
  boolean reads(OpenWait wait) {
    return wait.op().equals("read-lock")
        && holdings.containsKey(
            holding(wait.resourceKey(), Relation.HELD_BY, wait.threadId(), "reader"));
  }

  /**
   * Reads again what the objects themselves know of their owners: what is no longer so is
   * forgotten.
   *
   * @param read adds it to this look
   */
  void ownersAgain(Runnable read) {
    Map<String, Holding> before = new LinkedHashMap<>(holdings);
    holdings.clear();
    read.run();
    Map<String, Holding> now = new LinkedHashMap<>(holdings);
    holdings.clear();
    before.forEach(
        (key, holding) -> {
          Holding known = holding.by() == SeenBy.OWNER ? now.get(key) : holding;
          if (known != null) {
            holdings.put(key, known);
          }
        });
    now.forEach(holdings::putIfAbsent);
  }

  /** The keys of what somebody waits for. */
  Set<String> awaited() {
    Set<String> keys = new LinkedHashSet<>();
    waits.values().forEach(wait -> keys.add(wait.resourceKey()));
    return keys;
  }

  /** A thread that holds something since a known time. */
  void holds(Thread thread, Holding holding) {
    threads.putIfAbsent(holding.threadId(), thread);
    holds(holding);
  }

  /** The same of a thread that has ended. */
  void holds(DumpedThread ended, Holding holding) {
    if (!threads.containsKey(ended.id())) {
      dumped.put(ended.id(), ended);
    }
    holds(holding);
  }

  /** A thread of a dump; {@code object} is null when only the dump knows it. */
  void seen(DumpedThread thread, Thread object) {
    if (object != null) {
      threads.putIfAbsent(thread.id(), object);
    }
    if (!threads.containsKey(thread.id())) {
      dumped.put(thread.id(), thread);
    }
  }

  /** Something better is known than this wait and what was said of its thread. */
  void forget(OpenWait wait, String label) {
    waits.remove(wait.threadId());
    resources.remove(wait.resourceKey());
    unknown.removeIf(each -> each.subject().equals(label) && each.what().equals("holder"));
  }

  void unknown(String subject, String what, String why) {
    unknown.add(new Unknown(subject, what, why));
  }

  /** Age of the oldest wait for a resource; -1 when nobody waits for it. */
  Map<String, Long> oldestWaits() {
    Map<String, Long> oldest = new LinkedHashMap<>();
    for (OpenWait wait : waits.values()) {
      oldest.merge(wait.resourceKey(), wait.ageNanos(now), Math::max);
    }
    return oldest;
  }

  static String label(Thread thread) {
    String name = thread.getName();
    return name.isEmpty()
        ? (Peek.isVirtual(thread) ? "virtual thread " : "thread ") + Peek.threadId(thread)
        : name;
  }
}
