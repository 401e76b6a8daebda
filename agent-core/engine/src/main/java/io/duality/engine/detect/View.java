package io.duality.engine.detect;

import io.duality.diagnosis.Cycle;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Look;
import io.duality.model.Resource;
import java.util.HashSet;
import java.util.Set;

/**
 * What a detector judges: a look, its graph, and the round it was taken in.
 *
 * @param look the look
 * @param graph who waits for whom in it
 * @param round what is known beside it
 * @param reported cycles that are alarms already; what waits behind them is no news
 */
record View(Look look, WaitForGraph graph, Round round, Set<Cycle> reported) {
  View(Look look, WaitForGraph graph, Round round) {
    this(look, graph, round, new HashSet<>());
  }

  long nanos() {
    return look.nanos();
  }

  /** The resource's name; its key when the look does not describe it. */
  String name(String resourceKey) {
    Resource resource = graph.resource(resourceKey);
    return resource == null ? resourceKey : resource.name();
  }

  /** The resource as a part of a signature. */
  String stable(String resourceKey) {
    Resource resource = graph.resource(resourceKey);
    return resource == null ? resourceKey : Signatures.of(resource);
  }
}
