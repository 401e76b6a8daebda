package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Holding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What most of some threads wait for, directly and in the end.
 *
 * @param resourceKey what most of them wait for, or null when none of them waits
 * @param waiting how many wait for that
 * @param rootKey the resource key or {@code thread:<id>} where it ends; what the caller said when
 *     nothing is known
 * @param root that end as the graph has it, or null
 * @param threadIds the root's threads, those asked about, and what else is behind that root
 * @param spanNames what these threads work for
 */
record Blame(
    String resourceKey,
    int waiting,
    String rootKey,
    Root root,
    List<Long> threadIds,
    List<String> spanNames) {
  private static final int MOST_THREADS = 100;

  /**
   * Follows what some threads wait for.
   *
   * @param fallback the root when nothing else is known
   */
  static Blame of(View view, Collection<Long> threads, String fallback) {
    WaitForGraph graph = view.graph();
    Map<String, List<Edge>> byResource = new LinkedHashMap<>();
    IdentityHashMap<Root, Integer> byRoot = new IdentityHashMap<>();
    for (long id : threads) {
      Edge wait = graph.mainWait(id);
      if (wait != null) {
        byResource.computeIfAbsent(wait.resourceKey(), key -> new ArrayList<>()).add(wait);
      }
      graph.rootOf(id).ifPresent(root -> byRoot.merge(root, 1, Integer::sum));
    }
    List<Edge> most = List.of();
    for (List<Edge> waits : byResource.values()) {
      most = waits.size() > most.size() ? waits : most;
    }
    Root root = null;
    for (long id : threads) { // not the map's order: that would differ from run to run
      Root its = graph.rootOf(id).orElse(null);
      if (its != null && (root == null || byRoot.get(its) > byRoot.get(root))) {
        root = its;
      }
    }
    Set<Long> all = new LinkedHashSet<>();
    String rootKey = fallback;
    if (root != null) {
      rootKey = rootKey(root);
      all.addAll(members(root));
    } else if (!most.isEmpty()) {
      List<Holding> holders = graph.blockersOf(most.get(0));
      rootKey = holders.isEmpty() ? most.get(0).resourceKey() : thread(holders.get(0).threadId());
    }
    all.addAll(threads);
    if (root != null) {
      all.addAll(root.behind());
    }
    Set<String> spans = new LinkedHashSet<>();
    for (long id : all) {
      String span = Sentences.span(graph, id);
      if (span != null) {
        spans.add(span);
      }
    }
    return new Blame(
        most.isEmpty() ? null : most.get(0).resourceKey(),
        most.size(),
        rootKey,
        root,
        all.stream().limit(MOST_THREADS).toList(),
        List.copyOf(spans));
  }

  /** The key under which all alarms of one look know a root. */
  static String rootKey(Root root) {
    List<Long> members = members(root);
    return members.isEmpty() ? root.resourceKey() : thread(members.get(0));
  }

  /** The threads at the root itself. */
  static List<Long> members(Root root) {
    if (root.cycle() != null) {
      return root.cycle().threads();
    }
    return root.threadId() == null ? List.of() : List.of(root.threadId());
  }

  static String thread(long id) {
    return "thread:" + id;
  }

  /** {@code 9 of them wait for HikariPool-1, root tcp 10.0.0.5:9000}; empty when none waits. */
  String clause(View view, Collection<Long> threads) {
    if (resourceKey == null) {
      return "";
    }
    String who =
        waiting == threads.size()
            ? (waiting == 1 ? "it waits" : "all wait")
            : waiting + of(waiting);
    return who + what(view, threads);
  }

  /** {@code for HikariPool-1, root tcp 10.0.0.5:9000}. */
  String what(View view, Collection<Long> threads) {
    return " for "
        + Sentences.resource(view.graph(), resourceKey)
        + (root == null ? "" : Sentences.end(view.graph(), root, resourceKey, threads));
  }

  private static String of(int waiting) {
    return waiting == 1 ? " of them waits" : " of them wait";
  }
}
