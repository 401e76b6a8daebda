package io.duality.diagnosis;

import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.List;
import java.util.Map;

/** What an incident comes to: its verdict, and the signature by which it is known again. */
final class Conclusion {
  private static final Map<String, Pattern> TRIGGERS =
      Map.ofEntries(
          Map.entry("memory-growth", Pattern.S10),
          Map.entry("memory-level", Pattern.S12),
          Map.entry("oom", Pattern.S11),
          Map.entry("gc", Pattern.T22),
          Map.entry("hiccup", Pattern.T22),
          Map.entry("cpu", Pattern.S09),
          Map.entry("errors", Pattern.T11),
          Map.entry("uncaught", Pattern.S16),
          Map.entry("leak-handles", Pattern.S13),
          Map.entry("pinned", Pattern.S20),
          Map.entry("sequence", Pattern.T05),
          Map.entry("heartbeat", Pattern.T07),
          Map.entry("queue", Pattern.S07),
          Map.entry("starvation", Pattern.S06),
          Map.entry("contention", Pattern.S05),
          Map.entry("pool-wait", Pattern.T23),
          Map.entry("activity", Pattern.T04),
          Map.entry("wait", Pattern.S02),
          Map.entry("deadlock", Pattern.S04),
          Map.entry("crash", Pattern.S19));

  private Conclusion() {}

  static Verdict verdict(Case incident) {
    WaitForGraph graph = incident.graph();
    String service = Words.plain(incident.evidence().service().name());
    if (graph.roots().isEmpty()) {
      Leading leading = Leading.of(incident);
      return leading == null ? quiet(incident, service) : leading(leading, service);
    }
    Root root = graph.roots().get(0);
    boolean deadlock = root.cycle() != null && !root.cycle().timed();
    Chain entry = root.cycle() == null ? Title.entry(graph, root) : null;
    boolean alone =
        entry != null && entry.levels().size() == 1 && entry.levels().get(0).next() == null;
    Pressure pressure = deadlock ? null : Pressure.of(incident, root);
    return new Verdict(
        deadlock
            ? Pattern.S04
            : pressure != null && pressure.carriers()
                ? Pattern.S20
                : pressure != null && alone ? Pattern.S06 : alone ? Pattern.S02 : Pattern.S03,
        service + ": " + Title.of(incident, root),
        cause(graph, root));
  }

  static String signature(Case incident) {
    WaitForGraph graph = incident.graph();
    if (!graph.roots().isEmpty()) {
      return Signature.of(graph, graph.roots().get(0));
    }
    String type = incident.evidence().request().type();
    Leading leading = Leading.of(incident);
    if (leading != null) {
      return Signature.of(
          "work",
          List.of(leading.finding().pattern().name(), Words.stable(leading.resource().name())));
    }
    if (!TRIGGERS.containsKey(type)) {
      return Signature.of("nothing", List.of(type));
    }
    String alarm = incident.evidence().request().alarm().signature();
    return alarm.matches("[a-z][a-z0-9-]*:[0-9a-f]{4,64}")
        ? alarm
        : Signature.of(type, List.of(alarm));
  }

  /** No thread waits, but work does. */
  private static Verdict leading(Leading leading, String service) {
    return new Verdict(
        leading.finding().pattern(),
        service + ": " + leading.finding().statement(),
        new RootCause(
            "resource",
            Words.plain(leading.resource().name()),
            leading.finding().pattern().definition()));
  }

  /** Nothing waits that should not. The trigger may have seen something else, or it is over. */
  private static Verdict quiet(Case incident, String service) {
    Evidence evidence = incident.evidence();
    Pattern pattern = TRIGGERS.get(evidence.request().type());
    if (pattern == null) {
      return new Verdict(
          Pattern.S01,
          service + ": nothing waits that should not",
          new RootCause("none", service, "no active wait at the look"));
    }
    String root = Words.plain(evidence.request().alarm().rootKey());
    return new Verdict(
        pattern,
        service + ": " + Words.plain(evidence.request().alarm().sentence()),
        new RootCause(
            "resource",
            root.isBlank() ? service : root,
            "observed by the trigger; no thread waits at the look"));
  }

  private static RootCause cause(WaitForGraph graph, Root root) {
    if (root.cycle() != null) {
      return new RootCause("thread", CycleWords.members(graph, root.cycle(), 4), root.why());
    }
    return switch (root.kind()) {
      case RUNNING, UNSEEN, LOST_OWNER, SLEEPING, PARKED, IDLE ->
          new RootCause("thread", Words.plain(graph.label(root.threadId())), root.why());
      case PEER -> new RootCause("endpoint", name(graph, root), root.why());
      default ->
          new RootCause(
              graph.resource(root.resourceKey()).kind() == ResourceKind.CLASS_INITIALIZER
                  ? "class"
                  : "resource",
              name(graph, root),
              root.why());
    };
  }

  private static String name(WaitForGraph graph, Root root) {
    return Words.plain(graph.resource(root.resourceKey()).name());
  }
}
