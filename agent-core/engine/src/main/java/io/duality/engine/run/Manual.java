package io.duality.engine.run;

import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.detect.Detectors;
import io.duality.model.Alarm;
import io.duality.model.Look;
import java.util.List;

/** The alarm behind a capture that a person asked for. */
final class Manual {
  private Manual() {}

  static Alarm alarm(String reason, Look look, Detectors detectors) {
    WaitForGraph graph = WaitForGraph.of(look, List.of(), detectors.policy());
    int active = graph.activeWaits().size();
    return new Alarm(
        "manual",
        "manual",
        "requested",
        reason,
        "a capture was requested (" + reason + "); " + active + " threads wait that are not idle",
        "process",
        List.of(),
        active,
        List.of());
  }
}
