package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes down the paths to one root: one chain for each resource that nothing else leads to. */
final class ChainBuilder {
  private final WaitForGraph graph;
  private final Needs needs;
  private final Followed followed;
  private final Map<Long, Edge> mainWaits;

  ChainBuilder(WaitForGraph graph, Needs needs, Followed followed, Map<Long, Edge> mainWaits) {
    this.graph = graph;
    this.needs = needs;
    this.followed = followed;
    this.mainWaits = mainWaits;
  }

  List<Chain> of(Root root, List<Edge> waits) {
    Set<Need> all = new LinkedHashSet<>();
    for (Edge wait : waits) {
      if (!member(root, wait.threadId())) {
        all.add(needs.of(wait));
      }
    }
    Set<Need> reached = new HashSet<>();
    for (Need need : all) {
      Need next = next(need, root);
      if (next != null && !next.equals(need)) {
        reached.add(next);
      }
    }
    List<Chain> chains = new ArrayList<>();
    for (Need need : all) {
      if (!reached.contains(need)) {
        chains.add(chain(need, root));
      }
    }
    if (chains.isEmpty() && !all.isEmpty()) {
      chains.add(chain(all.iterator().next(), root));
    }
    return chains;
  }

  private static boolean member(Root root, long threadId) {
    return root.cycle() != null && root.cycle().threads().contains(threadId);
  }

  private Need next(Need need, Root root) {
    Edge holding = followed.blocker(need);
    if (holding == null || member(root, holding.threadId())) {
      return null;
    }
    Edge wait = mainWaits.get(holding.threadId());
    Need further = wait == null || !graph.active(wait) ? null : needs.of(wait);
    return further == null || RootEnd.bare(further) ? null : further;
  }

  private Chain chain(Need first, Root root) {
    List<Chain.Level> levels = new ArrayList<>();
    Set<Need> passed = new HashSet<>();
    Edge wait = null;
    for (Need need = first; need != null && passed.add(need); ) {
      List<Edge> active =
          need.waits.stream().filter(w -> graph.active(w) && !member(root, w.threadId())).toList();
      Edge holding = followed.blocker(need);
      levels.add(
          new Chain.Level(
              need.resource.key(),
              wait == null ? active.get(0) : wait,
              active,
              holding,
              need.blockers));
      Need next = next(need, root);
      wait = next == null || holding == null ? null : mainWaits.get(holding.threadId());
      need = next;
    }
    return new Chain(levels, root);
  }
}
