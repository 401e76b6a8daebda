package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.SeenBy;
import io.duality.model.Unknown;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one look has found so far; holds the application's objects until the look is made. */
final class LookBuilder {
  final long now;
  final Resources resources;
  final Map<Long, Thread> threads = new LinkedHashMap<>();
  final Map<Long, OpenWait> waits = new LinkedHashMap<>();
  final Map<String, Holding> holdings = new LinkedHashMap<>();
  final Set<Unknown> unknown = new LinkedHashSet<>();

  LookBuilder(long now, Renames renames) {
    this.now = now;
    this.resources = new Resources(renames);
  }

  void waits(Thread thread, OpenWait wait) {
    threads.put(wait.threadId(), thread);
    waits.put(wait.threadId(), wait);
  }

  void holds(
      Thread thread, String key, Holding.Relation relation, String as, int count, SeenBy by) {
    long id = Peek.threadId(thread);
    threads.putIfAbsent(id, thread);
    holdings.putIfAbsent(
        key + ' ' + relation + ' ' + id + ' ' + as,
        new Holding(key, id, relation, as, count, Holding.UNKNOWN_SINCE, by));
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
