package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.Unknown;
import java.util.List;

/** The clause that says what makes a root the root. */
final class Why {
  private Why() {}

  static String of(WaitForGraph graph, RootEnd end, Long threadId, int behind) {
    String tail = behind == 0 ? "" : ", " + Words.count(behind, "thread") + " behind it";
    return switch (end.kind()) {
      case RUNNING -> "runs" + in(graph, end) + holding(graph, end) + tail;
      case IDLE -> "has no work" + holding(graph, end) + tail;
      case UNSEEN ->
          "holds "
              + name(graph, end)
              + " and is "
              + graph.thread(end.threadId()).state()
              + "; what it waits for was not seen"
              + tail;
      case LOST_OWNER -> "held " + name(graph, end) + " and has ended" + tail;
      case CYCLE -> cycle(end.cycle()) + tail;
      case UNKNOWN_HOLDER -> unknown(graph, end) + tail;
      case SLEEPING -> "sleeps" + in(graph, end) + holding(graph, end) + tail;
      case PARKED ->
          "is parked" + in(graph, end) + holding(graph, end) + "; nothing known wakes it" + tail;
      case PEER -> peer(graph, end) + tail;
      case EVENT ->
          waitingSince(graph, end, opOf(graph, end) + " open for")
              + "; no known thread is responsible for ending it"
              + tail;
    };
  }

  private static String in(WaitForGraph graph, RootEnd end) {
    String where = graph.places().where(graph.thread(end.threadId()));
    return where == null ? "" : " in " + where;
  }

  /** {@code and holds X}, {@code and works X}; nothing when it is its own wait. */
  private static String holding(WaitForGraph graph, RootEnd end) {
    for (Edge edge : graph.holdingsFor(end.resourceKey())) {
      if (edge.threadId() == end.threadId()) {
        boolean works = edge.holding().relation() == Holding.Relation.WORKED_BY;
        return (works ? " and works " : " and holds ") + name(graph, end);
      }
    }
    return "";
  }

  private static String cycle(Cycle cycle) {
    String members = Words.count(cycle.threads().size(), "thread");
    if (cycle.timed()) {
      return members + " wait for each other until a timeout ends one of the waits";
    }
    return switch (cycle.shape()) {
      case RING -> members + " wait for each other";
      case SELF -> "1 thread waits for what it holds itself";
      case GROUP -> CycleWords.all(cycle) + " that could end the waits wait themselves";
    };
  }

  private static String unknown(WaitForGraph graph, RootEnd end) {
    Resource resource = graph.resource(end.resourceKey());
    for (Unknown unknown : graph.look().unknown()) {
      boolean about =
          unknown.subject().equals(resource.name())
              || graph.activeWaitsFor(resource.key()).stream()
                  .anyMatch(wait -> graph.label(wait.threadId()).equals(unknown.subject()));
      if (about && unknown.what().equals("holder")) {
        return "its holder is unknown: " + unknown.why();
      }
    }
    return switch (resource.kind()) {
      case MONITOR ->
          "its owner is none of the platform threads the JVM reports; a virtual thread may be";
      case SEMAPHORE -> "a semaphore does not record who holds its permits";
      case CONNECTION_POOL -> "who borrowed its connections was not seen";
      default -> "its holder was not seen";
    };
  }

  private static String peer(WaitForGraph graph, RootEnd end) {
    List<Edge> waits = graph.activeWaitsFor(end.resourceKey());
    if (waits.isEmpty()) {
      return "outside this JVM";
    }
    OpenWait wait = waits.get(0).waiting();
    return wait.op()
        + " open for "
        + Words.duration(wait.ageNanos(graph.nanos()))
        + (Limits.known(wait)
            ? " of " + Words.duration(wait.timeoutNanos())
            : Limits.none(wait) ? " without timeout" : "");
  }

  private static String waitingSince(WaitForGraph graph, RootEnd end, String verb) {
    List<Edge> waits = graph.activeWaitsFor(end.resourceKey());
    return waits.isEmpty()
        ? verb + " an unknown time"
        : verb + " " + Words.duration(waits.get(0).waiting().ageNanos(graph.nanos()));
  }

  private static String opOf(WaitForGraph graph, RootEnd end) {
    List<Edge> waits = graph.activeWaitsFor(end.resourceKey());
    ResourceKind kind = graph.resource(end.resourceKey()).kind();
    return waits.isEmpty() ? kind.label() : waits.get(0).waiting().op();
  }

  private static String name(WaitForGraph graph, RootEnd end) {
    return Words.plain(graph.resource(end.resourceKey()).name());
  }
}
