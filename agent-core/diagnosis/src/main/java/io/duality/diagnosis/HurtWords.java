package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.ThreadSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The paragraph about who is hurt by a root, at the top of the summary. */
final class HurtWords {
  private final Case incident;
  private final WaitForGraph graph;
  private final Root root;

  HurtWords(Case incident, Root root) {
    this.incident = incident;
    this.graph = incident.graph();
    this.root = root;
  }

  /** Who is hurt and what becomes of them; null when nobody waits for the root. */
  String paragraph() {
    List<Long> threads = new ArrayList<>();
    if (root.cycle() != null) {
      threads.addAll(root.cycle().threads());
    }
    threads.addAll(root.behind());
    if (threads.isEmpty()) {
      return null;
    }
    List<Edge> waits = threads.stream().map(graph::mainWait).filter(e -> e != null).toList();
    StringBuilder text = new StringBuilder(who(threads));
    if (root.cycle() != null && !root.behind().isEmpty()) {
      text.append(" (")
          .append(root.cycle().threads().size())
          .append(" in the cycle, ")
          .append(root.threadsBehind())
          .append(" behind it)");
    }
    text.append("; oldest wait ").append(Words.duration(oldest(threads))).append(later());
    Pressure pressure = Pressure.of(incident, root);
    if (pressure != null) {
      text.append(' ').append(pressure.sentence()).append('.');
    }
    Limits.first(graph, waits)
        .ifPresent(
            due ->
                text.append(" Unless it ends, the first gives up at ")
                    .append(Words.second(due))
                    .append(giveUp(waits, due))
                    .append('.'));
    return text.toString();
  }

  /** Who waited when the process ended; null when nobody did. */
  String cut() {
    List<Long> threads = new ArrayList<>(root.behind());
    if (root.cycle() != null) {
      threads.addAll(root.cycle().threads());
    }
    return threads.isEmpty()
        ? null
        : who(threads)
            + (threads.size() == 1 ? " was" : " were")
            + " cut; oldest wait "
            + Words.duration(oldest(threads))
            + ".";
  }

  private long oldest(List<Long> threads) {
    return threads.stream()
        .map(graph::mainWait)
        .filter(e -> e != null)
        .mapToLong(e -> e.waiting().ageNanos(graph.nanos()))
        .max()
        .orElse(0);
  }

  private String who(List<Long> threads) {
    Map<String, Integer> activities = Roots.activities(graph, threads);
    if (activities.isEmpty() && threads.size() > 1 && Victims.unnamed(graph, threads)) {
      return threads.size() + " virtual threads";
    }
    if (activities.isEmpty()) {
      return Words.count(threads.size(), "thread")
          + (root.atThread() && traced(root.threadId()) ? " without a trace (" : " (")
          + names(threads)
          + ")";
    }
    List<String> parts = new ArrayList<>();
    activities.forEach((span, n) -> parts.add(n + " " + Words.code(span)));
    int traced = activities.values().stream().mapToInt(n -> n).sum();
    return Words.some(parts, 4)
        + (traced < threads.size() ? ", " + (threads.size() - traced) + " without a trace" : "");
  }

  private boolean traced(long id) {
    ThreadSeen thread = graph.thread(id);
    return thread != null && thread.trace() != null;
  }

  /** Up to three names, or what many have in common. */
  private String names(List<Long> threads) {
    List<String> names = threads.stream().map(graph::label).toList();
    String fold = names.size() > 3 ? Words.fold(names) : null;
    return fold == null
        ? Words.some(names.stream().map(Words::code).toList(), 3)
        : Words.code(fold);
  }

  private String giveUp(List<Edge> waits, Instant due) {
    for (Edge edge : waits) {
      OpenWait wait = edge.waiting();
      if (Limits.known(wait)
          && graph.look().wall(wait.sinceNanos() + wait.timeoutNanos()).equals(due)) {
        return " ("
            + Words.code(graph.resource(edge.resourceKey()).name())
            + " waits "
            + Words.duration(wait.timeoutNanos())
            + " at most)";
      }
    }
    return "";
  }

  private static int members(Root root) {
    return root.cycle() == null ? 0 : root.cycle().threads().size();
  }

  /** What the last look after the dump says. */
  private String later() {
    List<Look> looks = incident.evidence().looks();
    Look last = looks.get(looks.size() - 1);
    if (last.number() <= graph.look().number()) {
      return ".";
    }
    WaitForGraph then =
        WaitForGraph.of(
            last,
            incident.evidence().threads(),
            incident.policy(),
            Starved.keys(incident.evidence(), last));
    String signature = Signature.of(graph, root);
    String when = " at the last look (" + Words.time(last.at()) + "Z)";
    for (Root other : then.roots()) {
      if (Signature.of(then, other).equals(signature)) {
        return "; "
            + Words.count(other.threadsBehind() + members(other), "thread")
            + when
            + ", not over.";
      }
    }
    return "; over" + when + ".";
  }
}
