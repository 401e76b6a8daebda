package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import java.util.List;
import java.util.Set;

/**
 * What an incident is about in which no thread waits that should not: work that waits, and the pool
 * that does not get it done.
 *
 * @param finding what was found
 * @param resource the pool or queue
 * @param pool the pool, or null
 */
record Leading(Finding finding, Resource resource, PoolSeen pool) {
  private static final List<Pattern> PATTERNS =
      List.of(Pattern.S20, Pattern.S06, Pattern.S07, Pattern.S21);

  /** Triggers that watch work and waits, or nothing at all; others know better what they saw. */
  private static final Set<String> ABOUT_WORK =
      Set.of(
          "queue",
          "starvation",
          "pool-wait",
          "pinned",
          "activity",
          "heartbeat",
          "contention",
          "wait",
          "deadlock",
          "manual");

  /** A pool that works and does not keep up is told of as a backlog. */
  private static boolean grows(Case incident, Finding slow) {
    return incident.found(Pattern.S07).stream()
        .anyMatch(finding -> finding.subject().equals(slow.subject()));
  }

  /** The worst of what was found; null when threads wait, or nothing was found. */
  static Leading of(Case incident) {
    WaitForGraph graph = incident.graph();
    if (!graph.roots().isEmpty() || !ABOUT_WORK.contains(incident.evidence().request().type())) {
      return null;
    }
    for (Pattern pattern : PATTERNS) {
      for (Finding finding : incident.found(pattern)) {
        boolean slow = pattern == Pattern.S06 && finding.severity() != Severity.CRITICAL;
        if (finding.severity() != Severity.INFO && !(slow && grows(incident, finding))) {
          for (Resource resource : graph.resources().values()) {
            if (Words.plain(resource.name()).equals(finding.subject().name())
                && resource.kind().label().equals(finding.subject().kind())) {
              return new Leading(finding, resource, graph.pools().pool(resource.key()));
            }
          }
        }
      }
    }
    return null;
  }
}
