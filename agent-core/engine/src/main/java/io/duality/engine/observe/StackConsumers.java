package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A full queue whose consumers never had to wait for an element, so that nobody saw them take: who
 * is inside the class that has the queue in a field, and does not put, is taken for a consumer as
 * long as those are few. Inferred from stacks, which are taken at most every ten seconds.
 */
final class StackConsumers {
  private static final long AGAIN_NANOS = 10_000_000_000L;
  private static final int MOST_ASKED = 256;
  private static final int MOST_FOUND = 4;
  private static final int DEPTH = 64;
  private static final int NOWHERE = -1;

  private final PlatformThreads platform;
  private final ThreadBean bean;
  private Map<String, List<Long>> found = new HashMap<>();
  private Set<String> asked = new HashSet<>();
  private long askedAt;

  StackConsumers(PlatformThreads platform, ThreadBean bean) {
    this.platform = platform;
    this.bean = bean;
  }

  /** Adds them where putters have waited for so long and no consumer is known. */
  void add(LookBuilder look, long afterNanos) {
    List<Resource> lonely = lonely(look, afterNanos);
    if (lonely.isEmpty() || !bean.allowed()) {
      found = new HashMap<>();
      asked = new HashSet<>();
      return;
    }
    Set<String> keys = new HashSet<>();
    lonely.forEach(queue -> keys.add(queue.key()));
    if (!asked.containsAll(keys) || look.now - askedAt >= AGAIN_NANOS) {
      ask(look, lonely);
      asked = keys;
      askedAt = look.now;
    }
    for (Resource queue : lonely) {
      for (long id : found.getOrDefault(queue.key(), List.of())) {
        Thread thread = platform.byId(id);
        if (thread != null) {
          look.holds(thread, queue.key(), Relation.WORKED_BY, "consumer", 1, SeenBy.STACK);
        }
      }
    }
  }

  private static List<Resource> lonely(LookBuilder look, long afterNanos) {
    Map<String, Long> put = new HashMap<>();
    for (OpenWait wait : look.waits.values()) {
      if (Users.isPut(wait)) {
        put.merge(wait.resourceKey(), wait.ageNanos(look.now), Math::max);
      }
    }
    Set<String> worked = new HashSet<>();
    look.holdings.values().forEach(holding -> worked.add(holding.resourceKey()));
    List<Resource> lonely = new ArrayList<>();
    for (Thing each : put.isEmpty() ? List.<Thing>of() : look.resources.things()) {
      Resource resource = each.resource();
      if (resource.kind() == ResourceKind.QUEUE
          && resource.named() == Named.FIELD
          && !worked.contains(resource.key())
          && put.getOrDefault(resource.key(), -1L) >= afterNanos) {
        lonely.add(resource);
      }
    }
    return lonely;
  }

  private void ask(LookBuilder look, List<Resource> queues) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < platform.count() && threads.size() < MOST_ASKED; i++) {
      Thread thread = platform.get(i);
      OpenWait wait = look.waits.get(Peek.threadId(thread));
      if (wait == null || !Users.isPut(wait)) {
        threads.add(thread);
      }
    }
    found = new HashMap<>();
    Map<String, List<Long>> deeper = new HashMap<>();
    for (ThreadInfo info : bean.stacks(threads, DEPTH)) {
      for (Resource queue : queues) {
        int at = info == null ? NOWHERE : inside(info.getStackTrace(), ownerOf(queue.name()));
        if (at != NOWHERE) {
          Map<String, List<Long>> group = at == 0 ? found : deeper;
          group.computeIfAbsent(queue.key(), k -> new ArrayList<>()).add(info.getThreadId());
        }
      }
    }
    deeper.forEach(found::putIfAbsent);
    found.values().removeIf(ids -> ids.size() > MOST_FOUND);
  }

  /** The class in whose field it is, as its name tells. */
  static String ownerOf(String field) {
    int dot = field.lastIndexOf('.');
    return dot < 0 ? field : field.substring(0, dot);
  }

  /**
   * How many frames of other application classes are above the first one of the owner's. A main
   * method does not count: it started everything, and often waits for its end.
   */
  private static int inside(StackTraceElement[] stack, String owner) {
    int above = 0;
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      boolean its = name.equals(owner) || name.startsWith(owner + '$');
      if (its && !frame.getMethodName().equals("main")) {
        return above;
      }
      above += !its && frame.getModuleName() == null ? 1 : 0;
    }
    return NOWHERE;
  }
}
