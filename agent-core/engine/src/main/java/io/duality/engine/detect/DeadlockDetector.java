package io.duality.engine.detect;

import io.duality.diagnosis.Cycle;
import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Alarm;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds threads that wait for each other. A cycle that has changed between two looks is moving and
 * no alarm; one with a timeout in it ends by itself and is none either.
 */
final class DeadlockDetector implements Detector {
  private static final int MOST_THREADS = 100;
  private static final int MOST_MEMBERS_SAID = 4;

  private final String trigger;
  private final boolean tells;
  private State before = State.NONE;

  /**
   * @param tells whether its trigger may fire: only then others need not tell of the same cycle
   */
  DeadlockDetector(String trigger, boolean tells) {
    this.trigger = trigger;
    this.tells = tells;
  }

  @Override
  public String trigger() {
    return trigger;
  }

  @Override
  public void nothing() {
    before = State.NONE;
  }

  /** What is remembered from one look to the next: the cycles and since how many looks they are. */
  private static final class State {
    /** Before the first look. */
    static final State NONE = new State(Map.of());

    private final Map<String, Known> cycles;

    private State(Map<String, Known> cycles) {
      this.cycles = cycles;
    }
  }

  private record Known(Set<WaitKey> waits, int looks) {}

  @Override
  public List<Alarm> look(View view) {
    WaitForGraph graph = view.graph();
    List<Cycle> deadlocks = graph.deadlocks();
    if (deadlocks.isEmpty()) {
      before = State.NONE;
      return List.of();
    }
    Map<String, Known> cycles = new HashMap<>();
    List<Alarm> alarms = new ArrayList<>();
    for (Cycle cycle : deadlocks) {
      String signature = signature(graph, cycle);
      Set<WaitKey> waits = waits(cycle);
      Known known = before.cycles.get(signature);
      boolean same = known != null && known.waits.equals(waits);
      Known now = new Known(waits, same ? known.looks + 1 : 1);
      if (cycles.putIfAbsent(signature, now) != null) {
        report(view, cycle); // a twin with the same names: one alarm speaks for both
        continue;
      }
      if (same || known == null) {
        report(view, cycle);
        alarms.add(alarm(graph, cycle, signature, now.looks));
      }
    }
    before = new State(cycles);
    return alarms;
  }

  private void report(View view, Cycle cycle) {
    if (tells) {
      view.reported().add(cycle);
    }
  }

  private static Set<WaitKey> waits(Cycle cycle) {
    Set<WaitKey> waits = new HashSet<>();
    for (Edge edge : cycle.edges()) {
      if (edge.waiting() != null) {
        waits.add(WaitKey.of(edge.waiting()));
      }
    }
    return waits;
  }

  private static String signature(WaitForGraph graph, Cycle cycle) {
    List<String> parts = new ArrayList<>();
    for (String key : cycle.resources()) {
      Resource resource = graph.resource(key);
      parts.add(resource == null ? key : Signatures.of(resource));
    }
    for (Long thread : cycle.threads()) {
      parts.add("thread " + Signatures.masked(graph.label(thread)));
    }
    parts.sort(null); // a ring has no first member
    return Signatures.of("deadlock", parts);
  }

  private static Alarm alarm(WaitForGraph graph, Cycle cycle, String signature, int looks) {
    int members = cycle.threads().size();
    Set<Long> threads = new LinkedHashSet<>(cycle.threads());
    Set<String> spans = new LinkedHashSet<>();
    for (Long thread : cycle.threads()) {
      String span = Sentences.span(graph, thread);
      if (span != null) {
        spans.add(span);
      }
    }
    int behind = 0;
    for (Root root : graph.roots()) {
      if (cycle.equals(root.cycle())) {
        behind += root.behind().size();
        threads.addAll(root.behind());
        spans.addAll(root.activitiesBehind().keySet());
      }
    }
    return new Alarm(
        "deadlock",
        signature,
        "cycle unchanged",
        Sentences.count(members, "thread") + ", " + Sentences.count(looks, "look"),
        sentence(graph, cycle),
        Blame.thread(cycle.threads().get(0)),
        threads.stream().limit(MOST_THREADS).toList(),
        members + behind,
        List.copyOf(spans));
  }

  private static String sentence(WaitForGraph graph, Cycle cycle) {
    StringBuilder said = new StringBuilder("deadlock of ");
    said.append(Sentences.count(cycle.threads().size(), "thread")).append(": ");
    int waits = 0;
    for (Edge edge : cycle.edges()) {
      if (edge.waiting() != null && waits++ < MOST_MEMBERS_SAID) {
        said.append(waits == 1 ? "" : ", ").append(Sentences.member(graph, edge));
      }
    }
    if (waits > MOST_MEMBERS_SAID) {
      said.append(" and ").append(Sentences.count(waits - MOST_MEMBERS_SAID, "more wait"));
    }
    return said.toString();
  }
}
