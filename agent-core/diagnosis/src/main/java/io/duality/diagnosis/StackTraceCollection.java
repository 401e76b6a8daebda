package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S01: all threads grouped by their stacks, idle ones apart. */
final class StackTraceCollection implements Rule {
  private static final int MOST = 5;
  private static final IdleFrames IDLE = new IdleFrames(List.of());

  @Override
  public Pattern pattern() {
    return Pattern.S01;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.DUMP);
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    List<ThreadSeen> idle = new ArrayList<>();
    List<ThreadSeen> busy = new ArrayList<>();
    int without = 0;
    for (ThreadSeen thread : incident.evidence().threads()) {
      List<Edge> waits = graph.waitsOf(thread.id());
      boolean active = waits.stream().anyMatch(graph::active);
      boolean resting = !active && (!waits.isEmpty() || IDLE.idle(thread) != null);
      without += thread.frames().isEmpty() ? 1 : 0;
      (resting ? idle : busy).add(thread);
    }
    List<StackGroups.Group> groups = StackGroups.of(busy);
    List<String> largest = new ArrayList<>();
    for (StackGroups.Group group : groups.subList(0, Math.min(MOST, groups.size()))) {
      largest.add(
          group.threads().size()
              + " at "
              + Stacks.full(group.place())
              + (group.stacks() > 1 ? " on " + group.stacks() + " different ways" : ""));
    }
    return List.of(
        new Finding(
            pattern(),
            new Subject("process", Words.plain(incident.evidence().service().name())),
            Words.count(incident.evidence().threads().size(), "thread")
                + ", "
                + idle.size()
                + " of them idle; the others stand at "
                + Words.count(groups.size(), "place")
                + (largest.isEmpty() ? "" : ": " + String.join(", ", largest))
                + (without == 0 ? "" : "; " + without + " without a stack"),
            1,
            Severity.INFO,
            List.of(),
            List.of(),
            List.of(new EvidenceRef("threads.json", ""), new EvidenceRef("threads.txt", "")),
            Duals.of(incident, pattern(), List.of())));
  }
}
