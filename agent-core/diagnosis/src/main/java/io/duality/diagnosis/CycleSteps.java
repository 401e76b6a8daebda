package io.duality.diagnosis;

import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What to do about threads that wait for each other. */
final class CycleSteps {
  private final WaitForGraph graph;
  private final Cycle cycle;
  private final List<String> steps = new ArrayList<>();

  private CycleSteps(WaitForGraph graph, Cycle cycle) {
    this.graph = graph;
    this.cycle = cycle;
  }

  static List<String> of(WaitForGraph graph, Cycle cycle) {
    CycleSteps steps = new CycleSteps(graph, cycle);
    steps.free();
    return steps.steps;
  }

  private void free() {
    if (cycle.timed()) {
      steps.add(
          "It opens by itself when the first wait gives up, and comes again: "
              + (PoolCycle.of(graph, cycle) == null
                  ? "the order of the locks stays wrong."
                  : "who gives up fails, and what it was asked for with it."));
    } else {
      Edge interruptible =
          cycle.edges().stream()
              .filter(e -> e.waiting() != null && e.waiting().interruptible())
              .findFirst()
              .orElse(null);
      steps.add(
          "To free the waiters now: restart"
              + (interruptible == null
                  ? "; these waits cannot be interrupted."
                  : ", or interrupt "
                      + Words.code(graph.label(interruptible.threadId()))
                      + " if its code lets go then."));
    }
    Resource first = graph.resource(cycle.resources().get(0));
    Set<ResourceKind> kinds = new HashSet<>();
    cycle.resources().forEach(key -> kinds.add(graph.resource(key).kind()));
    PoolCycle pools = PoolCycle.of(graph, cycle);
    if (pools != null) {
      steps.addAll(pools.steps());
    } else if (kinds.equals(Set.of(ResourceKind.CLASS_INITIALIZER))) {
      initializers();
    } else if (cycle.shape() == Cycle.Shape.RING
        && (kinds.contains(ResourceKind.THREAD_END) || kinds.contains(ResourceKind.FUTURE))) {
      results();
    } else if (cycle.shape() == Cycle.Shape.RING && cycle.threads().size() > 1) {
      order();
    } else if (first.kind() == ResourceKind.READ_WRITE_LOCK) {
      steps.add(
          "Release the read lock of "
              + Words.code(first.name())
              + " before asking for its write lock, then check again what was read.");
    } else if (cycle.shape() == Cycle.Shape.GROUP) {
      steps.add(
          "Do not wait for "
              + Words.code(first.name())
              + " in a thread that has to free it: another pool for the inner work, or take"
              + " everything needed at once.");
    } else {
      steps.add(
          "Do not wait for " + Words.code(first.name()) + " in the only thread that frees it.");
    }
    places();
  }

  /** Static initialisers that need each other. */
  private void initializers() {
    List<String> classes =
        cycle.resources().stream()
            .map(key -> Words.code(graph.resource(key).className()))
            .distinct()
            .toList();
    steps.add(
        "Until the restart every thread that needs "
            + Words.some(classes, 3)
            + " for the first time will wait as well. As a stopgap let one thread initialise them all,"
            + " before others begin (`Class.forName`).");
    steps.add(
        "Later: break the circle, so that no static initialiser (or superclass) needs the other"
            + " class; make what it needs lazy.");
  }

  /** A thread waits for what another can only finish with what the first one holds. */
  private void results() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < cycle.threads().size(); i++) {
      Resource awaited = graph.resource(cycle.resources().get(i));
      Resource held =
          graph.resource(
              cycle.resources().get((i + cycle.threads().size() - 1) % cycle.threads().size()));
      boolean result =
          awaited.kind() == ResourceKind.THREAD_END || awaited.kind() == ResourceKind.FUTURE;
      if (result && held.kind().exclusive()) {
        said.add(
            Words.code(graph.label(cycle.threads().get(i)))
                + " holds "
                + Words.code(held.name())
                + " while it waits for "
                + Words.code(awaited.name()));
      }
    }
    steps.add(
        "Do not wait for a result or for a thread's end while holding what is needed to get there"
            + (said.isEmpty() ? "" : ": " + String.join("; ", said))
            + ".");
  }

  /** Which thread has taken the locks in which order. */
  private void order() {
    List<String> orders = new ArrayList<>();
    int n = cycle.threads().size();
    for (int i = 0; i < Math.min(n, 4); i++) {
      StackTraceElement at = cycle.edges().get((2 * i + 2 * n - 1) % (2 * n)).holding().at();
      orders.add(
          Words.code(graph.label(cycle.threads().get(i)))
              + " took "
              + Words.code(graph.resource(cycle.resources().get((i + n - 1) % n)).name())
              + (at == null ? "" : " at " + Words.code(Stacks.brief(at)))
              + ", then wants "
              + Words.code(graph.resource(cycle.resources().get(i)).name()));
    }
    steps.add("Take them in one order everywhere. " + String.join("; ", orders) + ".");
  }

  private void places() {
    List<String> places = new ArrayList<>();
    for (long id : cycle.threads()) {
      StackTraceElement frame = graph.places().application(graph.thread(id));
      if (frame != null) {
        String place = Words.code(Stacks.full(frame));
        if (!places.contains(place)) {
          places.add(place);
        }
      }
    }
    if (!places.isEmpty()) {
      steps.add("The waits are at " + Words.some(places, 3) + ".");
    }
  }
}
