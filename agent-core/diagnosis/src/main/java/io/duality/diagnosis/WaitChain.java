package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S03: who waits for whom, down to a root. */
final class WaitChain implements Rule {
  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.S03;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Root root : incident.graph().roots()) {
      boolean deadlock = root.cycle() != null && !root.cycle().timed();
      boolean ring = root.cycle() != null && root.threadsBehind() == 0;
      if (deadlock || findings.size() == MOST) {
        continue;
      }
      if (ring) {
        findings.add(ring(incident, root, findings.isEmpty()));
        continue;
      }
      if (root.threadsBehind() == 0) {
        continue;
      }
      Chain chain = Title.entry(incident.graph(), root);
      if (chain.levels().size() > 1 || chain.levels().get(0).next() != null) {
        findings.add(finding(incident, root, chain, findings.isEmpty()));
      }
    }
    return findings;
  }

  /** Threads that wait for each other until a timeout, and nobody else behind them. */
  private Finding ring(Case incident, Root root, boolean worst) {
    Cycle cycle = root.cycle();
    Resource first = incident.graph().resource(cycle.resources().get(0));
    List<EvidenceRef> evidence = new ArrayList<>(List.of(incident.at(root), incident.at(cycle)));
    cycle.edges().stream().limit(32).map(incident::at).forEach(evidence::add);
    return new Finding(
        pattern(),
        new Subject(first.kind().label(), Words.plain(first.name())),
        CycleWords.sentence(incident.graph(), cycle) + "; a timeout ends it",
        0.95,
        worst ? Severity.CRITICAL : Severity.WARNING,
        incident.labels(cycle.threads()),
        incident.traces(cycle.threads()),
        evidence,
        Duals.of(
            incident,
            pattern(),
            cycle.edges().stream().filter(edge -> edge.waiting() != null).toList()));
  }

  private Finding finding(Case incident, Root root, Chain chain, boolean worst) {
    WaitForGraph graph = incident.graph();
    Resource entry = graph.resource(chain.levels().get(0).resourceKey());
    List<String> steps = new ArrayList<>();
    List<EvidenceRef> evidence = new ArrayList<>(List.of(incident.at(root), incident.at(chain)));
    List<Edge> waits = new ArrayList<>();
    for (Chain.Level level : chain.levels()) {
      steps.add(
          Victims.of(graph, level.waits().stream().map(Edge::threadId).toList())
              + (level.width() == 1 ? " waits" : " wait")
              + " for "
              + Words.plain(graph.resource(level.resourceKey()).name()));
      waits.addAll(level.waits());
      evidence.add(incident.at(level.followed()));
      if (level.next() != null) {
        evidence.add(incident.at(level.next()));
      }
    }
    List<Long> threads = new ArrayList<>(root.behind());
    if (root.threadId() != null) {
      threads.add(root.threadId());
    }
    return new Finding(
        pattern(),
        new Subject(entry.kind().label(), Words.plain(entry.name())),
        Words.some(steps, 6)
            + "; root: "
            + rootName(graph, root)
            + " "
            + root.why()
            + progress(incident, root),
        root.kind() == Root.Kind.UNKNOWN_HOLDER || root.kind() == Root.Kind.UNSEEN ? 0.7 : 0.95,
        worst ? Severity.CRITICAL : Severity.WARNING,
        incident.labels(threads),
        incident.traces(threads),
        evidence,
        Duals.of(incident, pattern(), waits));
  }

  private static String progress(Case incident, Root root) {
    return root.atThread() ? new Doing(incident, root).progress() : "";
  }

  static String rootName(WaitForGraph graph, Root root) {
    if (root.cycle() != null) {
      return Words.some(CycleWords.labels(graph, root.cycle()), 3) + ":";
    }
    return switch (root.kind()) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER ->
          Words.plain(graph.label(root.threadId()));
      default -> Words.plain(graph.resource(root.resourceKey()).name()) + ",";
    };
  }
}
