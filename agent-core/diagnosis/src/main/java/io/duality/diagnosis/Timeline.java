package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import io.duality.model.SeenBy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened, in the order of time. */
final class Timeline {
  private static final int MOST = 9;

  private final Case incident;
  private final WaitForGraph graph;
  private final List<Told> events = new ArrayList<>();

  /**
   * Something that happened.
   *
   * @param at when
   * @param text Markdown, without the time
   */
  record Told(Instant at, String text) {}

  private Timeline(Case incident) {
    this.incident = incident;
    this.graph = incident.graph();
  }

  static List<String> of(Case incident, Root root) {
    return of(incident, root, List.of());
  }

  /** The same, with what the looks do not show. */
  static List<String> of(Case incident, Root root, List<Told> others) {
    Timeline timeline = new Timeline(incident);
    timeline.events.addAll(others);
    if (root != null) {
      timeline.root(root);
      List<Chain.Level> levels = new Block(incident, root).levels();
      levels.subList(Math.max(0, levels.size() - MOST + 2), levels.size()).forEach(timeline::level);
      if (root.cycle() != null) {
        timeline.cycle(root.cycle());
      }
    }
    timeline.events.addAll(TaskTimes.of(incident, root));
    timeline.trigger(incident.evidence().request());
    timeline.events.sort(Comparator.comparing(Told::at));
    return timeline.events.stream()
        .limit(MOST)
        .map(event -> "- " + Words.time(event.at()) + " " + event.text())
        .toList();
  }

  private void root(Root root) {
    if (root.threadId() == null || root.resourceKey() == null) {
      return;
    }
    for (Edge edge : graph.holdingsOf(root.threadId())) {
      Holding holding = edge.holding();
      if (edge.resourceKey().equals(root.resourceKey())
          && holding.relation() == Holding.Relation.HELD_BY
          && holding.by() != SeenBy.SEEN
          && holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
        events.add(
            new Told(
                graph.look().wall(holding.sinceNanos()),
                Words.code(graph.label(root.threadId())) + " takes " + name(edge)));
      }
    }
  }

  private void cycle(Cycle cycle) {
    List<Edge> waits =
        cycle.edges().stream()
            .filter(edge -> edge.waiting() != null)
            .sorted(GraphParts.OLDEST_FIRST)
            .toList();
    if (cycle.shape() == Cycle.Shape.GROUP) {
      together(waits);
    } else {
      waits.stream().limit(MOST - 3).forEach(edge -> wait(edge, ""));
    }
  }

  private void level(Chain.Level level) {
    together(level.waits());
  }

  /** Waits of one kind: the first of them, and by when all had begun. */
  private void together(List<Edge> waits) {
    Edge last = waits.get(waits.size() - 1);
    String all =
        waits.size() == 1
            ? ""
            : "; by "
                + Words.time(graph.look().wall(last.waiting().sinceNanos()))
                + (waits.size() == 2 ? " both wait" : " all " + waits.size() + " wait");
    wait(waits.get(0), all);
  }

  private void wait(Edge edge, String rest) {
    OpenWait wait = edge.waiting();
    boolean sampled = wait.by() != SeenBy.SLOT && wait.by() != SeenBy.HOOK;
    events.add(
        new Told(
            graph.look().wall(wait.sinceNanos()),
            Words.code(graph.label(edge.threadId()))
                + (sampled ? " is first seen " : " begins ")
                + doing(wait)
                + name(edge)
                + rest
                + before(edge)));
  }

  private static String doing(OpenWait wait) {
    return switch (wait.op()) {
      case "read" -> "to read from ";
      case "write" -> "to write to ";
      case "connect" -> "to connect to ";
      case "read-lock" -> "to wait for the read lock of ";
      case "write-lock" -> "to wait for the write lock of ";
      case "put" -> "to wait for room in ";
      case "take" -> "to wait for content of ";
      default -> "to wait for ";
    };
  }

  private String before(Edge edge) {
    Resource resource = graph.resource(edge.resourceKey());
    for (ResourceHistory history : incident.evidence().histories()) {
      if (history.resourceName().equals(resource.name()) && history.parkedWaits() > 0) {
        return "; "
            + Words.count(history.parkedWaits(), "wait")
            + " for it in the "
            + Words.duration(history.windowNanos())
            + " before took "
            + Words.duration(history.maxNanos())
            + " at most";
      }
    }
    return "";
  }

  private void trigger(CaptureRequest request) {
    events.add(
        new Told(
            request.at(),
            request.type().equals("manual")
                ? "captured by hand: " + Words.text(request.alarm().sentence())
                : "trigger "
                    + Words.code(request.trigger())
                    + ": "
                    + Words.text(request.alarm().condition())
                    + ", observed "
                    + Words.text(request.alarm().observed())));
    for (CaptureRequest other : incident.evidence().additional()) {
      events.add(
          new Told(
              other.at(),
              (other.type().equals("manual")
                      ? "captured by hand: "
                      : "also " + Words.code(other.trigger()) + ": ")
                  + Words.text(other.alarm().sentence())));
    }
  }

  private String name(Edge edge) {
    return Words.code(graph.resource(edge.resourceKey()).name());
  }
}
