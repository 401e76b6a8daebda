package io.duality.diagnosis;

import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.Unknown;
import java.util.ArrayList;
import java.util.List;

/** Cycles that may be there though nobody sees them. */
final class UnseenCycles {
  private UnseenCycles() {}

  /** Why "no cycle" would not be true but only unseen; null when cycles can be seen. */
  static String why(Case incident) {
    List<Unknown> all = new ArrayList<>(incident.graph().look().unknown());
    all.addAll(incident.evidence().unknown());
    for (Unknown unknown : all) {
      if (unknown.what().equals("waits")
          || unknown.what().contains("overflow")
          || unknown.what().contains("owned monitors")
          || (unknown.what().equals("holder")
              && !idle(incident, unknown)
              && mayDeadlock(incident, unknown.subject()))) {
        return Words.plain(unknown.subject() + ", " + unknown.what() + ": " + unknown.why());
      }
    }
    for (Edge wait : incident.graph().activeWaits()) {
      Resource resource = incident.graph().resource(wait.resourceKey());
      boolean held =
          resource.kind().exclusive()
              && !IdlePolicy.isNotification(
                  wait.waiting(), incident.graph().thread(wait.threadId()), resource);
      if (held && incident.lasting(wait) && incident.graph().blockersOf(wait).isEmpty()) {
        return Words.plain(resource.name()) + ", holder: not seen";
      }
    }
    return null;
  }

  /** Whether it is the holder of something for which nobody waits but those who may for ever. */
  static boolean idle(Case incident, Unknown unknown) {
    WaitForGraph graph = incident.graph();
    List<Resource> named =
        graph.resources().values().stream()
            .filter(resource -> resource.name().equals(unknown.subject()))
            .toList();
    return unknown.what().equals("holder")
        && !named.isEmpty()
        && named.stream().allMatch(resource -> graph.activeWaitsFor(resource.key()).isEmpty());
  }

  /** A holder that was not seen may close a cycle, unless it holds one permit among others. */
  private static boolean mayDeadlock(Case incident, String name) {
    return incident.graph().resources().values().stream()
        .noneMatch(r -> r.name().equals(name) && r.kind() == ResourceKind.SEMAPHORE);
  }
}
