package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** S29: what can be waited for, and of what of it the holder or the limit is not known. */
final class LockObjects implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S29;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    Map<String, Integer> kinds = new TreeMap<>();
    List<String> unheld = new ArrayList<>();
    for (Resource resource : graph.resources().values()) {
      kinds.merge(resource.kind().label(), 1, Integer::sum);
      boolean wanted = graph.waitsFor(resource.key()).stream().anyMatch(graph::active);
      if (wanted && graph.holdingsFor(resource.key()).isEmpty()) {
        unheld.add(Words.plain(resource.name()));
      }
    }
    List<String> counts = new ArrayList<>();
    kinds.forEach((kind, n) -> counts.add(n + " " + kind));
    String statement =
        Words.count(graph.resources().size(), "resource")
            + " in the look"
            + (counts.isEmpty() ? "" : ": " + Words.list(counts))
            + (unheld.isEmpty()
                ? ""
                : "; waited for without a known holder: " + Words.some(unheld, 5));
    return List.of(
        new Finding(
            pattern(),
            new Subject("process", Words.plain(incident.evidence().service().name())),
            statement,
            1,
            Severity.INFO,
            List.of(),
            List.of(),
            List.of(
                new EvidenceRef(WaitsDocument.FILE, "/nodes"),
                new EvidenceRef("resources.json", "")),
            Duals.of(incident, pattern(), List.of())));
  }
}
