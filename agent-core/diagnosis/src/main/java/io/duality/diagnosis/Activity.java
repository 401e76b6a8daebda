package io.duality.diagnosis;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which waits are active: by themselves, or because active waits are behind their threads. */
final class Activity {
  private final WaitForGraph graph;
  private final Needs needs;
  private final Map<Edge, Judgement> judgements = new LinkedHashMap<>();
  private final Set<Need> visited = new HashSet<>();

  Activity(WaitForGraph graph, Needs needs, IdlePolicy policy, Set<String> starved) {
    this.graph = graph;
    this.needs = needs;
    Deque<Edge> active = new ArrayDeque<>();
    for (Edge edge : graph.edges()) {
      if (edge.waiting() == null) {
        continue;
      }
      Resource resource = graph.resource(edge.resourceKey());
      Judgement judgement =
          needs.stale(edge)
              ? Judgement.idle("already has what it waited for")
              : judge(edge, resource, policy, starved);
      judgements.put(edge, judgement);
      if (judgement.active()) {
        active.add(edge);
      }
    }
    spread(active);
  }

  /** What the pool of a thread tells of its wait comes before what the stack looks like. */
  private Judgement judge(Edge edge, Resource resource, IdlePolicy policy, Set<String> starved) {
    Judgement own =
        policy.judge(edge.waiting(), graph.thread(edge.threadId()), resource, graph.nanos());
    PoolSeen pool = graph.pools().of(edge.threadId());
    if (pool == null) {
      return own;
    }
    String name = graph.resource(pool.resourceKey()).name();
    boolean event =
        !IdlePolicy.isExclusive(edge.waiting(), graph.thread(edge.threadId()), resource)
            && !IdlePolicy.isPut(edge.waiting(), resource);
    if (event
        && (graph.pools().atOwnQueue(edge.waiting())
            || graph.pools().withoutTask(edge.threadId()))) {
      return Judgement.idle("a worker of " + name + " without work");
    }
    return !own.active() && !IdlePolicy.jobless(own) && starved.contains(pool.resourceKey())
        ? Judgement.active("tasks wait for a worker of " + name)
        : own;
  }

  /** A wait becomes active when other active waits are behind its thread. */
  private void spread(Deque<Edge> active) {
    while (!active.isEmpty()) {
      Need need = needs.of(active.poll());
      if (!visited.add(need)) {
        continue;
      }
      for (Edge blocker : need.blockers) {
        for (Edge wait : graph.waitsOf(blocker.threadId())) {
          if (!judgements.get(wait).active() && !needs.stale(wait) && !spare(wait, need, blocker)) {
            judgements.put(
                wait, Judgement.active("others wait for " + need.resource.name() + " behind it"));
            active.add(wait);
          }
        }
      }
    }
  }

  /**
   * A worker without work is not what delays a task or a full queue: it is about to take it, or its
   * thread stands where the next work arrives. What it waits for does not explain either why it
   * still holds something.
   */
  private boolean spare(Edge wait, Need need, Edge blocker) {
    return IdlePolicy.jobless(judgements.get(wait))
        && (blocker.holding().relation() == Holding.Relation.HELD_BY
            || (!need.needsAll() && needs.of(wait).key.side() == Need.Side.CONTENT));
  }

  /** The members of a cycle wait for each other, whatever they look like by themselves. */
  void activate(List<Cycle> cycles) {
    Deque<Edge> active = new ArrayDeque<>();
    for (Cycle cycle : cycles) {
      for (Edge edge : cycle.edges()) {
        if (edge.waiting() != null && !judgements.get(edge).active()) {
          judgements.put(edge, Judgement.active("part of a cycle"));
          active.add(edge);
        }
      }
    }
    spread(active);
  }

  /**
   * Whether a wait can be part of a cycle. An idle consumer and an idle producer that have been
   * seen to feed each other are not a cycle: nothing says that nobody else feeds them.
   */
  boolean mayCycle(Edge wait) {
    if (needs.stale(wait)) {
      return false;
    }
    if (judgements.get(wait).active()) {
      return true;
    }
    Need need = needs.of(wait);
    return need.resource.kind() != ResourceKind.QUEUE
        && need.resource.kind() != ResourceKind.CONDITION
        && need.blockers.stream().noneMatch(b -> b.holding().by() == SeenBy.SEEN);
  }

  Map<Edge, Judgement> judgements() {
    return judgements;
  }
}
