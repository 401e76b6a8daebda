package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S02: threads that wait longer than they should, one finding per thing they wait for. */
final class BlockedThread implements Rule {
  private static final int MOST = 20;

  @Override
  public Pattern pattern() {
    return Pattern.S02;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Map<String, List<Edge>> waits = new LinkedHashMap<>();
    for (Edge wait : incident.graph().activeWaits()) {
      waits.computeIfAbsent(wait.resourceKey(), key -> new ArrayList<>()).add(wait);
    }
    return waits.entrySet().stream()
        .limit(MOST)
        .map(entry -> finding(incident, entry.getKey(), entry.getValue()))
        .toList();
  }

  private Finding finding(Case incident, String key, List<Edge> waits) {
    WaitForGraph graph = incident.graph();
    Resource resource = graph.resource(key);
    List<Long> threads = waits.stream().map(Edge::threadId).toList();
    String age = Words.duration(waits.get(0).waiting().ageNanos(graph.nanos()));
    boolean sampled = waits.get(0).waiting().by() == SeenBy.SAMPLE;
    return new Finding(
        pattern(),
        new Subject(resource.kind().label(), Words.plain(resource.name())),
        Victims.of(graph, threads)
            + (waits.size() == 1 ? " waits " : " wait up to ")
            + (sampled ? "at least " : "")
            + age
            + " for "
            + Words.plain(resource.name())
            + ": "
            + graph.judgement(waits.get(0)).reason(),
        sampled ? 0.8 : 0.95,
        Severity.WARNING,
        incident.labels(threads),
        incident.traces(threads),
        waits.stream().limit(50).map(incident::at).toList(),
        Duals.of(incident, pattern(), waits));
  }
}
