package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A cycle through a pool: of threads, of connections, or of one event loop. */
final class PoolCycle {
  /** What the members share. */
  private enum Kind {
    /** Workers that wait for tasks which only their own pool can run. */
    OWN_TASKS,
    /** Holders of all connections that wait for a further one. */
    SECOND_CONNECTION,
    /** An event loop that waits for what only it can complete. */
    EVENT_LOOP
  }

  private final WaitForGraph graph;
  private final Cycle cycle;
  private final Kind kind;
  private final Resource pool;

  private PoolCycle(WaitForGraph graph, Cycle cycle, Kind kind, Resource pool) {
    this.graph = graph;
    this.cycle = cycle;
    this.kind = kind;
    this.pool = pool;
  }

  /** What the cycle is as one of pools; null when it is none. */
  static PoolCycle of(WaitForGraph graph, Cycle cycle) {
    if (cycle == null) {
      return null;
    }
    Resource first = graph.resource(cycle.resources().get(0));
    boolean one = cycle.resources().size() == 1;
    if (one && first.kind() == ResourceKind.CONNECTION_POOL) {
      return new PoolCycle(graph, cycle, Kind.SECOND_CONNECTION, first);
    }
    PoolSeen pool = PoolWords.common(graph, cycle.threads());
    if (pool == null) {
      return null;
    }
    Resource resource = graph.resource(pool.resourceKey());
    if (cycle.threads().size() == 1 && loop(cycle)) {
      return new PoolCycle(graph, cycle, Kind.EVENT_LOOP, resource);
    }
    boolean own =
        cycle.resources().stream().allMatch(key -> pool.equals(graph.pools().serving(key)));
    return own ? new PoolCycle(graph, cycle, Kind.OWN_TASKS, resource) : null;
  }

  private static boolean loop(Cycle cycle) {
    return cycle.edges().stream()
        .anyMatch(edge -> edge.holding() != null && "event-loop".equals(edge.holding().as()));
  }

  /** After {@code deadlock: }, or alone when a timeout ends it. */
  String title(UnaryOperator<String> name) {
    String members = Victims.folded(graph, cycle.threads());
    return switch (kind) {
      case OWN_TASKS ->
          members
              + (one() ? " waits for a task" : " wait for tasks")
              + " that only "
              + (one() ? "it" : "they")
              + " can run ("
              + Words.some(names(name), 2)
              + ")"
              + queued();
      case SECOND_CONNECTION ->
          (one() ? "the thread that holds the only connection" : "all " + cycle.threads().size())
              + (one() ? "" : " holders of the connections")
              + " of "
              + name.apply(pool.name())
              + (one() ? " waits" : " wait")
              + " for a further one"
              + (cycle.timed() ? " until a timeout" : "")
              + " ("
              + members.replace(" (", ", ").replace(")", "")
              + ")";
      case EVENT_LOOP ->
          Words.plain(graph.label(cycle.threads().get(0)))
              + (members.equals(graph.label(cycle.threads().get(0))) ? "" : " (" + members + ")")
              + " waits for "
              + Words.some(names(name), 2)
              + ", which only its own event loop can complete"
              + queued();
    };
  }

  /** The root's sentence, without the full stop. */
  String sentence() {
    String pools = Words.code(pool.name());
    return switch (kind) {
      case OWN_TASKS ->
          (one() ? "the only worker of " : "all " + cycle.threads().size() + " workers of ")
              + pools
              + (one() ? " waits" : " wait")
              + " for tasks that are queued in the same pool: "
              + Words.some(places(), 3);
      case SECOND_CONNECTION ->
          (one()
                  ? "the holder of the only connection of "
                  : "all " + cycle.threads().size() + " holders of the connections of ")
              + pools
              + (one() ? " waits" : " wait")
              + " for a further one before giving back "
              + (one() ? "the one that it has" : "what they have")
              + ": "
              + Words.some(labels(), 6)
              + taken();
      case EVENT_LOOP ->
          Words.code(graph.label(cycle.threads().get(0)))
              + " is the event loop that has to complete "
              + Words.some(names(Words::code), 2)
              + ", and waits for it itself"
              + in();
    };
  }

  /** What a row of the block says. */
  String block() {
    return switch (kind) {
      case OWN_TASKS -> "CYCLE: only these workers can run it";
      case SECOND_CONNECTION -> "CYCLE: these hold all connections";
      case EVENT_LOOP -> "CYCLE: only this event loop can complete it";
    };
  }

  /** What to do against it later. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    switch (kind) {
      case OWN_TASKS ->
          steps.add(
              "Do not wait in a worker of "
                  + Words.code(pool.name())
                  + " for a task of the same pool: call it directly, give it a pool of its own, or"
                  + " go on when it is done (`CompletableFuture.thenCompose`). More workers only"
                  + " move the limit.");
      case SECOND_CONNECTION -> {
        steps.add(
            "Let one task use one connection: pass on the one that it has, or give it back before"
                + " it asks for the next.");
        PoolSeen threads = PoolWords.common(graph, cycle.threads());
        long most =
            threads == null || threads.limit() == PoolSeen.UNKNOWN
                ? cycle.threads().size()
                : threads.limit();
        steps.add(
            "Until then at least "
                + (most + 1)
                + " connections keep "
                + most
                + " threads from blocking each other, if each takes two at most; a shorter borrow"
                + " timeout only fails sooner.");
      }
      case EVENT_LOOP ->
          steps.add(
              "Never wait on an event loop: add a listener, or hand the work to another executor."
                  + " Everything else that "
                  + Words.code(graph.label(cycle.threads().get(0)))
                  + " serves stands still as well.");
    }
    return steps;
  }

  private boolean one() {
    return cycle.threads().size() == 1;
  }

  private List<String> names(UnaryOperator<String> name) {
    return cycle.resources().stream()
        .map(key -> Words.stable(graph.resource(key).name()))
        .distinct()
        .map(name)
        .toList();
  }

  private String queued() {
    PoolSeen seen = graph.pools().pool(pool.key());
    return seen == null || seen.depth() <= 0
        ? ""
        : "; "
            + PoolWords.number(seen.depth())
            + (seen.depth() == 1 ? " task waits there" : " tasks wait there");
  }

  private List<String> labels() {
    return cycle.threads().stream().map(graph::label).map(Words::code).toList();
  }

  /** {@code `future of A` is queued behind 2}, by the resources' common names. */
  private List<String> places() {
    List<String> places = new ArrayList<>();
    for (String key : cycle.resources()) {
      PoolsSeen.Work work = graph.pools().completing(key);
      String where =
          work == null || work.task().position() < 0
              ? " is queued"
              : work.task().position() == 0
                  ? " is the next"
                  : " is queued behind " + work.task().position();
      places.add(Words.code(graph.resource(key).name()) + where);
    }
    return places;
  }

  /** Where the connections were borrowed first, and where the next one is asked for. */
  private String taken() {
    Set<String> first = new LinkedHashSet<>();
    Set<String> again = new LinkedHashSet<>();
    for (long id : cycle.threads()) {
      for (Edge edge : graph.holdingsOf(id)) {
        Holding holding = edge.holding();
        if (edge.resourceKey().equals(pool.key()) && holding.at() != null) {
          first.add(Words.code(Stacks.brief(holding.at())));
        }
      }
      StackTraceElement frame = graph.places().application(graph.thread(id));
      if (frame != null) {
        again.add(Words.code(Stacks.brief(frame)));
      }
    }
    return (first.isEmpty() ? "" : "; borrowed at " + Words.some(List.copyOf(first), 2))
        + (again.isEmpty() ? "" : ", the further one is asked for in ")
        + Words.some(List.copyOf(again), 2);
  }

  private String in() {
    String where = graph.places().where(graph.thread(cycle.threads().get(0)));
    return where == null ? "" : " in " + Words.code(where);
  }
}
