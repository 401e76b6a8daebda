package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A cycle in words: who waits for what, held by whom. */
final class CycleWords {
  private CycleWords() {}

  /** {@code both threads}, {@code all 4 threads}. */
  static String all(Cycle cycle) {
    int n = cycle.threads().size();
    return n == 2 ? "both threads" : "all " + Words.count(n, "thread");
  }

  /** Threads, or a group's threads under one name. */
  static String members(WaitForGraph graph, Cycle cycle, int most) {
    List<String> labels = labels(graph, cycle);
    String fold =
        cycle.shape() == Cycle.Shape.GROUP && labels.size() > most ? Words.fold(labels) : null;
    return fold == null ? Words.some(labels, most) : fold;
  }

  /** {@code a waits for X, held by b; b waits for Y, held by a}. */
  static String sentence(WaitForGraph graph, Cycle cycle) {
    return sentence(graph, cycle, Words::plain);
  }

  /** The same with names as {@code quote} writes them. */
  static String sentence(WaitForGraph graph, Cycle cycle, UnaryOperator<String> quote) {
    if (cycle.shape() == Cycle.Shape.GROUP) {
      return all(cycle)
          + " that could free "
          + Words.some(names(graph, cycle).stream().map(quote).toList(), 3)
          + " wait themselves: "
          + Words.some(cycle.threads().stream().map(graph::label).map(quote).toList(), 6);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < cycle.threads().size() && i < 6; i++) {
      parts.add(link(graph, cycle, i, quote));
    }
    if (cycle.threads().size() > 6) {
      parts.add("and " + (cycle.threads().size() - 6) + " more threads in the ring");
    }
    return String.join("; ", parts);
  }

  private static String link(WaitForGraph graph, Cycle cycle, int i, UnaryOperator<String> quote) {
    Edge wait = cycle.edges().get(2 * i);
    Holding holding = cycle.edges().get(2 * i + 1).holding();
    Resource resource = graph.resource(wait.resourceKey());
    String waits =
        quote.apply(graph.label(wait.threadId()))
            + " waits for "
            + side(wait)
            + quote.apply(resource.name());
    String who =
        holding.threadId() == wait.threadId()
            ? "itself"
            : quote.apply(graph.label(holding.threadId()));
    return switch (resource.kind()) {
      case THREAD_END -> waits;
      case CLASS_INITIALIZER -> waits + ", run by " + who;
      case FUTURE -> waits + ", computed by " + who;
      default ->
          waits
              + ", "
              + holding.relation().label().replace('-', ' ')
              + " "
              + who
              + (holding.as() == null ? "" : " as " + Words.plain(holding.as()));
    };
  }

  private static String side(Edge wait) {
    return switch (wait.waiting().op()) {
      case "write-lock" -> "the write lock of ";
      case "read-lock" -> "the read lock of ";
      case "put" -> "room in ";
      default -> "";
    };
  }

  static List<String> labels(WaitForGraph graph, Cycle cycle) {
    return cycle.threads().stream().map(id -> label(graph, id)).toList();
  }

  static List<String> names(WaitForGraph graph, Cycle cycle) {
    boolean group = cycle.shape() == Cycle.Shape.GROUP;
    return cycle.resources().stream()
        .map(key -> graph.resource(key).name())
        .map(name -> group ? Words.stable(name) : Words.plain(name))
        .distinct()
        .toList();
  }

  private static String label(WaitForGraph graph, long id) {
    return Words.plain(graph.label(id));
  }
}
