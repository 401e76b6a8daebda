package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which risks belong to an incident. */
final class Risky {
  private static final int MOST = 2;

  /** What has no limit and is smaller is none of the incident's story. */
  private static final int LARGE = 100;

  private Risky() {}

  /** Sentences about what the incident goes through, names as code. */
  static List<String> of(Case incident, Root root) {
    return risks(incident.graph(), incident, root).stream()
        .limit(MOST)
        .map(risk -> sentence(incident.graph(), risk))
        .toList();
  }

  static List<Risk> risks(WaitForGraph graph, Case incident, Root root) {
    Set<String> keys = new HashSet<>();
    for (Chain chain : graph.chainsTo(root)) {
      chain.levels().forEach(level -> keys.add(level.resourceKey()));
    }
    if (root.cycle() != null) {
      keys.addAll(root.cycle().resources());
    }
    Pressure pressure = Pressure.of(incident, root);
    if (pressure != null) {
      keys.add(pressure.pool().resourceKey());
    }
    List<Risk> risks = new ArrayList<>();
    for (Risk risk : Risks.of(graph)) {
      boolean small = risk.kind() != Risk.Kind.EXHAUSTIBLE && risk.size() < LARGE;
      // a pool that blocks itself over a second connection is told of already
      boolean told = risk.kind() == Risk.Kind.EXHAUSTIBLE && root.cycle() != null;
      if (keys.contains(risk.resourceKey()) && !small && !told) {
        risks.add(risk);
      }
    }
    return risks;
  }

  /** The names of pools and connection pools in a sentence become code. */
  private static String sentence(WaitForGraph graph, Risk risk) {
    String text = Words.text(risk.sentence());
    Set<String> names = new HashSet<>();
    graph.pools().pools().forEach(pool -> names.add(graph.resource(pool.resourceKey()).name()));
    names.add(graph.resource(risk.resourceKey()).name());
    for (String name : names) {
      String plain = Words.text(name);
      int at = text.indexOf(plain);
      if (at >= 0) {
        text = text.substring(0, at) + Words.code(name) + text.substring(at + plain.length());
      }
    }
    return text;
  }
}
