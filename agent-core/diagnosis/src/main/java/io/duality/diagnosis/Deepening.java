package io.duality.diagnosis;

import io.duality.model.Look;
import java.util.ArrayList;
import java.util.List;

/** Whether the chain behind a root got wider or deeper from look to look. */
final class Deepening {
  private Deepening() {}

  /** {@code 12, 18 and 21 threads behind it in 3 looks}; null when it did not grow. */
  static String of(Case incident, Root root) {
    List<Look> looks = incident.evidence().looks();
    String signature = Signature.of(incident.graph(), root);
    List<Long> widths = new ArrayList<>();
    for (Look look : looks) {
      WaitForGraph graph =
          WaitForGraph.of(
              look,
              incident.evidence().threads(),
              incident.policy(),
              Starved.keys(incident.evidence(), look));
      for (Root each : graph.roots()) {
        if (Signature.of(graph, each).equals(signature)) {
          widths.add((long) each.threadsBehind());
          break;
        }
      }
    }
    boolean grows = widths.size() > 1;
    for (int i = 1; i < widths.size(); i++) {
      grows &= widths.get(i) >= widths.get(i - 1);
    }
    return grows && widths.get(widths.size() - 1) > widths.get(0)
        ? "the chain grew from "
            + widths.get(0)
            + " to "
            + Words.count(widths.get(widths.size() - 1), "thread")
            + " in "
            + widths.size()
            + " looks"
        : null;
  }
}
