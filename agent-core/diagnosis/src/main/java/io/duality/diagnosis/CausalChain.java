package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.TaskSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** T16: the order in which the waits of a chain began, which is the order of cause and effect. */
final class CausalChain implements Rule {
  private static final int MOST = 10;

  @Override
  public Pattern pattern() {
    return Pattern.T16;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (Root root : incident.graph().roots()) {
      if (findings.size() < MOST && root.threadsBehind() > 0) {
        Chain chain = Title.entry(incident.graph(), root);
        if (chain.levels().size() > 1) {
          findings.add(finding(incident, chain));
        }
      }
    }
    return findings;
  }

  /** Something that happened on the way. */
  private record Step(long nanos, String text) {}

  /** When the task that is waited for was handed over, by which activity, and begun by whom. */
  private static void handOver(WaitForGraph graph, Chain.Level level, List<Step> steps) {
    PoolsSeen.Work work = graph.pools().completing(level.resourceKey());
    if (work == null) {
      return;
    }
    TaskSeen task = work.task();
    String name = Words.plain(task.className());
    if (task.submittedNanos() != TaskSeen.UNKNOWN_TIME) {
      TraceRef by = task.submitter();
      String pool = Words.plain(graph.resource(work.pool().resourceKey()).name());
      steps.add(
          new Step(
              task.submittedNanos(),
              name
                  + " handed over to "
                  + pool
                  + (by == null || by.spanName() == null
                      ? ""
                      : " by " + Words.plain(by.spanName()))));
    }
    if (task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
      steps.add(
          new Step(
              task.startedNanos(),
              name + " begun by " + Words.plain(graph.label(task.threadId()))));
    }
  }

  private Finding finding(Case incident, Chain chain) {
    WaitForGraph graph = incident.graph();
    List<Edge> first = new ArrayList<>();
    chain.levels().forEach(level -> first.add(level.waits().get(0)));
    List<Edge> inTime = new ArrayList<>(first);
    inTime.sort(Comparator.comparingLong(edge -> edge.waiting().sinceNanos()));
    List<Edge> rootFirst = new ArrayList<>(first);
    java.util.Collections.reverse(rootFirst);
    boolean ordered = inTime.equals(rootFirst);
    List<Step> steps = new ArrayList<>();
    for (Edge edge : inTime) {
      steps.add(
          new Step(
              edge.waiting().sinceNanos(),
              Words.plain(graph.label(edge.threadId()))
                  + " "
                  + edge.waiting().op()
                  + " "
                  + Words.plain(graph.resource(edge.resourceKey()).name())));
    }
    chain.levels().forEach(level -> handOver(graph, level, steps));
    steps.sort(Comparator.comparingLong(Step::nanos));
    List<Long> threads = first.stream().map(Edge::threadId).toList();
    List<EvidenceRef> evidence = new ArrayList<>(List.of(incident.at(chain)));
    inTime.forEach(edge -> evidence.add(incident.at(edge)));
    return new Finding(
        pattern(),
        new Subject(
            graph.resource(first.get(0).resourceKey()).kind().label(),
            Words.plain(graph.resource(first.get(0).resourceKey()).name())),
        "first waits in time: "
            + steps.stream()
                .map(step -> Words.time(graph.look().wall(step.nanos())) + " " + step.text())
                .collect(Collectors.joining(", then "))
            + (ordered
                ? "; from the root outwards, as cause and effect must be"
                : "; not from the root outwards: an outer wait began before the inner one"),
        ordered ? 0.9 : 0.5,
        Severity.INFO,
        incident.labels(threads),
        incident.traces(threads),
        evidence,
        Duals.of(incident, pattern(), first));
  }
}
