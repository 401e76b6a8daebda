package io.duality.engine.observe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who waited for which monitor and who owned those, in one dump or in two.
 *
 * @param blocked the waits
 * @param owned who owned what is waited for
 * @param threads the threads of both, by id
 */
record MonitorsSeen(Set<Blocked> blocked, Set<Owned> owned, Map<Long, DumpedThread> threads) {
  static final MonitorsSeen NONE = new MonitorsSeen(Set.of(), Set.of(), Map.of());

  /**
   * A thread that wants to enter a monitor.
   *
   * @param lock {@code class@hash}
   */
  record Blocked(long thread, String lock) {}

  /**
   * A thread that is inside a monitor for which another waits.
   *
   * @param lock {@code class@hash}
   */
  record Owned(long thread, String lock) {}

  static MonitorsSeen of(Map<Long, DumpedThread> dumped) {
    Set<Blocked> blocked = new LinkedHashSet<>();
    Set<String> wanted = new HashSet<>();
    Map<Long, DumpedThread> threads = new HashMap<>();
    for (DumpedThread thread : dumped.values()) {
      if (thread.blockedOn() != null && !thread.name().startsWith(PlatformThreads.OWN)) {
        blocked.add(new Blocked(thread.id(), thread.blockedOn()));
        wanted.add(thread.blockedOn());
        threads.put(thread.id(), thread);
      }
    }
    Set<Owned> owned = new LinkedHashSet<>();
    for (DumpedThread thread : dumped.values()) {
      for (String lock : thread.owned()) {
        if (wanted.contains(lock)) {
          owned.add(new Owned(thread.id(), lock));
          threads.put(thread.id(), thread);
        }
      }
    }
    return new MonitorsSeen(blocked, owned, threads);
  }

  /** What another dump says as well. */
  MonitorsSeen and(MonitorsSeen other) {
    Set<Blocked> both = new LinkedHashSet<>(blocked);
    both.retainAll(other.blocked);
    Set<Owned> held = new LinkedHashSet<>(owned);
    held.retainAll(other.owned);
    return new MonitorsSeen(both, held, threads);
  }

  boolean hasAllOf(MonitorsSeen other) {
    return blocked.containsAll(other.blocked) && owned.containsAll(other.owned);
  }

  DumpedThread thread(long id) {
    return threads.get(id);
  }
}
