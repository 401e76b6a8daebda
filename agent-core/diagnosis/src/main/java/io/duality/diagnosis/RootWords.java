package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The paragraph about the root, at the top of the summary. */
final class RootWords {
  private final Case incident;
  private final WaitForGraph graph;
  private final Root root;

  RootWords(Case incident, Root root) {
    this.incident = incident;
    this.graph = incident.graph();
    this.root = root;
  }

  String root() {
    return switch (root.kind()) {
      case RUNNING, UNSEEN, SLEEPING, PARKED, IDLE ->
          holder()
              + new Doing(incident, root).sentence()
              + "."
              + trace()
              + others()
              + more()
              + Innocent.of(incident, root);
      case LOST_OWNER ->
          resource()
              + " is still held by "
              + Words.code(graph.label(root.threadId()))
              + ", which has ended. Nobody is left to release it."
              + more();
      case CYCLE -> cycle();
      case UNKNOWN_HOLDER -> "who holds " + resource() + " is not known: " + plainWhy() + ".";
      case PEER, EVENT -> waiting();
    };
  }

  private String holder() {
    String thread = "thread " + Words.code(graph.label(root.threadId())) + " ";
    return root.behind().isEmpty() ? thread : thread + holding(root.resourceKey()) + " and ";
  }

  /** {@code holds X since 6 s}, {@code is the only consumer of X}. */
  private String holding(String key) {
    for (Edge edge : graph.holdingsOf(root.threadId())) {
      if (edge.resourceKey().equals(key)) {
        Holding holding = edge.holding();
        String name = Words.code(graph.resource(key).name());
        if (holding.relation() == Holding.Relation.WORKED_BY) {
          String part = holding.as() == null ? "worker" : Words.plain(holding.as());
          boolean only = graph.holdingsFor(key).size() == 1;
          String queue = graph.resource(key).kind() == ResourceKind.QUEUE ? "queue " : "";
          return "is " + (only ? "the only " : "a ") + part + " of " + queue + name;
        }
        boolean known = holding.sinceNanos() != Holding.UNKNOWN_SINCE;
        return "holds "
            + (graph.resource(key).kind() == ResourceKind.CONNECTION_POOL
                ? Words.count(Math.max(1, holding.count()), "connection") + " of "
                : "")
            + name
            + (holding.as() == null ? "" : " as " + Words.plain(holding.as()))
            + (known ? " for " + Words.duration(graph.nanos() - holding.sinceNanos()) : "");
      }
    }
    return "has " + Words.code(graph.resource(key).name());
  }

  private String trace() {
    ThreadSeen thread = graph.thread(root.threadId());
    PoolsSeen.Work work = graph.pools().run(root.threadId());
    if (thread.trace() == null && work != null && work.task().submitter() != null) {
      TraceRef by = work.task().submitter();
      return " Its task was handed over by "
          + (by.spanName() == null ? "a span" : Words.code(by.spanName()))
          + ", trace "
          + by.traceId()
          + ".";
    }
    if (thread.trace() == null) {
      return root.activitiesBehind().isEmpty() ? "" : " It carries no trace.";
    }
    return " It works for "
        + (thread.trace().spanName() == null ? "a span" : Words.code(thread.trace().spanName()))
        + ", trace "
        + thread.trace().traceId()
        + ".";
  }

  /** What else it holds that others wait for. */
  private String more() {
    List<String> names = new ArrayList<>();
    for (Edge edge : graph.holdingsOf(root.threadId())) {
      if (!edge.resourceKey().equals(root.resourceKey())
          && graph.activeWaitsFor(edge.resourceKey()).stream()
              .anyMatch(wait -> root.behind().contains(wait.threadId()))) {
        names.add(Words.code(graph.resource(edge.resourceKey()).name()));
      }
    }
    return names.isEmpty() ? "" : " Threads also wait for its " + Words.some(names, 3) + ".";
  }

  private String others() {
    List<String> more =
        graph.holdingsFor(root.resourceKey()).stream()
            .filter(edge -> edge.threadId() != root.threadId())
            .map(edge -> Words.code(graph.label(edge.threadId())))
            .toList();
    return more.isEmpty() ? "" : " It shares it with " + Words.some(more, 3) + ".";
  }

  private String waiting() {
    List<Edge> waits = graph.activeWaitsFor(root.resourceKey());
    Edge edge =
        waits.stream()
            .filter(e -> root.threadId() == null || e.threadId() == root.threadId())
            .findFirst()
            .orElseThrow();
    OpenWait wait = edge.waiting();
    boolean one = root.threadId() != null || waits.size() == 1;
    StringBuilder text = new StringBuilder();
    text.append(
        one ? "thread " + Words.code(graph.label(edge.threadId())) : waits.size() + " threads");
    text.append(verb(wait, one));
    text.append(resource());
    text.append(one ? " for " : " for up to ").append(Words.duration(wait.ageNanos(graph.nanos())));
    text.append(
        Limits.known(wait)
            ? " of " + Words.duration(wait.timeoutNanos())
            : Limits.none(wait) ? ", without a timeout" : ", with a timeout");
    String where = where(one ? List.of(edge) : waits);
    text.append(where == null ? "" : ", in " + Words.code(where)).append('.');
    if (root.kind() == Root.Kind.EVENT) {
      if (root.threadId() != null) {
        holdsMeanwhile(text);
      }
      text.append(Signal.of(incident, root));
    } else if (root.threadId() != null) {
      holdsMeanwhile(text);
    }
    return text.append(Innocent.of(incident, root)).toString();
  }

  /** Where all of them stand; null when they stand at different places. */
  private String where(List<Edge> waits) {
    Set<String> places = new HashSet<>();
    waits.forEach(wait -> places.add(graph.places().where(graph.thread(wait.threadId()))));
    return places.size() == 1 ? places.iterator().next() : null;
  }

  private String verb(OpenWait wait, boolean one) {
    String s = one ? "s" : "";
    if (root.kind() == Root.Kind.PEER) {
      return switch (wait.op()) {
        case "read" -> " read" + s + " from ";
        case "write" -> " write" + s + " to ";
        case "connect" -> " connect" + s + " to ";
        default -> " wait" + s + " for ";
      };
    }
    return " wait" + s + " (" + Words.plain(wait.op()) + ") for ";
  }

  private void holdsMeanwhile(StringBuilder text) {
    List<String> held = new ArrayList<>();
    for (Edge edge : graph.holdingsOf(root.threadId())) {
      if (graph.waitsFor(edge.resourceKey()).stream().anyMatch(graph::active)) {
        String sentence = holding(edge.resourceKey());
        Resource resource = graph.resource(edge.resourceKey());
        boolean full =
            resource.kind() == ResourceKind.QUEUE
                && resource.limit() > 0
                && resource.depth() >= resource.limit();
        if (!held.contains(sentence)) {
          held.add(sentence + (full ? ", now full" : ""));
        }
      }
    }
    if (!held.isEmpty()) {
      text.append(" It ").append(Words.some(held, 3)).append('.');
    }
  }

  private String cycle() {
    Cycle cycle = root.cycle();
    PoolCycle pools = PoolCycle.of(graph, cycle);
    Optional<Instant> end =
        Limits.first(graph, cycle.edges().stream().filter(e -> e.waiting() != null).toList());
    return (pools == null ? CycleWords.sentence(graph, cycle, Words::code) : pools.sentence())
        + ". "
        + (cycle.timed() && end.isPresent()
            ? "A timeout opens it at " + Words.second(end.get()) + "."
            : "No timeout opens it: it stays until somebody acts.");
  }

  private String plainWhy() {
    String why = root.why();
    int tail = why.lastIndexOf(", " + Words.count(root.threadsBehind(), "thread") + " behind it");
    return Words.text(tail < 0 ? why : why.substring(0, tail))
        .replaceFirst("^its holder is unknown: ", "");
  }

  private String resource() {
    return Words.code(graph.resource(root.resourceKey()).name());
  }
}
