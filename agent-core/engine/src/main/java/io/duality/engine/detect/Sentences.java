package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Holding;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import io.duality.model.config.Units;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What alarms say. */
final class Sentences {
  private Sentences() {}

  /**
   * {@code POST /orders waits 5.3 s for lock com.acme.Inventory.stockLock held by thread
   * inventory-sync}, and the root when it is somebody else.
   */
  static String wait(WaitForGraph graph, Edge wait, Root root) {
    String age = Units.spoken(wait.waiting().ageNanos(graph.nanos()), " ");
    Resource resource = graph.resource(wait.resourceKey());
    if (resource != null && resource.kind() == ResourceKind.SLEEP) {
      int behind = root == null ? 0 : root.behind().size();
      return subject(graph, wait.threadId())
          + " sleeps for "
          + age
          + (behind == 0
              ? ""
              : " while "
                  + count(behind, "thread")
                  + (behind == 1 ? " waits" : " wait")
                  + " for what it holds");
    }
    return subject(graph, wait.threadId())
        + " waits "
        + age
        + " for "
        + resource(graph, wait.resourceKey())
        + by(graph, wait)
        + root(graph, wait, root);
  }

  /** A member of a cycle: {@code thread a waits for lock X held by thread b}. */
  static String member(WaitForGraph graph, Edge wait) {
    return subject(graph, wait.threadId())
        + " waits for "
        + resource(graph, wait.resourceKey())
        + by(graph, wait);
  }

  private static String subject(WaitForGraph graph, long threadId) {
    String span = span(graph, threadId);
    return span == null ? thread(graph, threadId) : span;
  }

  /** The name of the span a thread works for, or null. */
  static String span(WaitForGraph graph, long threadId) {
    ThreadSeen thread = graph.thread(threadId);
    return thread == null || thread.trace() == null ? null : thread.trace().spanName();
  }

  /**
   * {@code , root thread report-uploader}: where it ends, when that is not what was said already.
   *
   * @param resourceKey what they wait for
   * @param threads who they are
   */
  static String end(WaitForGraph graph, Root root, String resourceKey, Collection<Long> threads) {
    if (root.cycle() != null) {
      return ", in a circle of " + root.cycle().threads().size() + " threads";
    }
    String thread =
        root.threadId() == null || threads.contains(root.threadId())
            ? ""
            : " " + thread(graph, root.threadId());
    boolean other = root.resourceKey() != null && !root.resourceKey().equals(resourceKey);
    String what =
        switch (root.kind()) {
          case PEER, EVENT, UNKNOWN_HOLDER -> other ? resource(graph, root.resourceKey()) : "";
          case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER, CYCLE -> "";
        };
    if (thread.isEmpty() && what.isEmpty()) {
      return "";
    }
    return ", root" + thread + (what.isEmpty() ? "" : (thread.isEmpty() ? " " : " at ") + what);
  }

  /** {@code 1 thread}, {@code 2 threads}. */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** A rate in three digits: {@code 0.4}, {@code 12}, {@code 1,200}. */
  static String rate(double perSecond) {
    return perSecond >= 10 || perSecond == 0
        ? String.format(Locale.ROOT, "%,.0f", perSecond)
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  /** A thread, said to be one. */
  static String thread(WaitForGraph graph, long threadId) {
    String label = graph.label(threadId);
    boolean says = label.startsWith("thread ") || label.startsWith("virtual thread ");
    return says ? label : "thread " + label;
  }

  /** A resource with its kind, where its name does not say it. */
  static String resource(WaitForGraph graph, String key) {
    Resource resource = graph.resource(key);
    if (resource == null) {
      return key;
    }
    String kind = resource.kind().label();
    return resource.name().startsWith(kind)
        ? resource.name()
        : switch (resource.kind()) {
          case SOCKET, FILE, PROCESS, SLEEP, PARK, POOL, CONNECTION_POOL, THREAD_END ->
              resource.name();
          default -> kind.replace('-', ' ') + " " + resource.name();
        };
  }

  private static String by(WaitForGraph graph, Edge wait) {
    List<Holding> blockers = graph.blockersOf(wait);
    if (blockers.isEmpty()) {
      return "";
    }
    Holding first = blockers.get(0);
    int more = blockers.size() - 1;
    return (first.relation() == Holding.Relation.HELD_BY ? " held by " : " worked by ")
        + thread(graph, first.threadId())
        + (more == 0 ? "" : " and " + more + " more");
  }

  private static String root(WaitForGraph graph, Edge wait, Root root) {
    if (root == null || root.cycle() != null) {
      return "";
    }
    String thread =
        root.threadId() == null || said(graph, wait, root.threadId())
            ? ""
            : thread(graph, root.threadId());
    String end = end(graph, wait, root);
    if (thread.isEmpty()) {
      return end.isEmpty() ? "" : ", root " + end;
    }
    return ", root " + thread + (end.isEmpty() ? "" : " at " + end);
  }

  /** What the root itself waits for; empty when it holds something or was named already. */
  private static String end(WaitForGraph graph, Edge wait, Root root) {
    return switch (root.kind()) {
      case PEER, EVENT, UNKNOWN_HOLDER ->
          root.resourceKey() == null || wait.resourceKey().equals(root.resourceKey())
              ? ""
              : resource(graph, root.resourceKey());
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER, CYCLE -> "";
    };
  }

  private static boolean said(WaitForGraph graph, Edge wait, long threadId) {
    List<Holding> blockers = graph.blockersOf(wait);
    return wait.threadId() == threadId
        || (!blockers.isEmpty() && blockers.get(0).threadId() == threadId);
  }
}
