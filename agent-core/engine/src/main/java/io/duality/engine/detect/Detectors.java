package io.duality.engine.detect;

import io.duality.diagnosis.Cycle;
import io.duality.diagnosis.IdlePolicy;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Alarm;
import io.duality.model.Look;
import io.duality.model.ThreadSeen;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All detectors of a configuration over one look; the graph is built once for all of them. Keeps
 * their states between looks; for one thread.
 */
public final class Detectors {
  private final IdlePolicy policy;
  private final Map<String, WaitDetector> waits = new LinkedHashMap<>();
  private final List<String> deadlocks = new ArrayList<>();
  private final Map<String, WaitDetector.State> waitStates = new HashMap<>();
  private DeadlockDetector.State deadlockState = DeadlockDetector.State.NONE;

  /**
   * What one look gives.
   *
   * @param alarms by trigger name; empty when there is none
   * @param busy whether anything waits that is not idle
   * @param graph the look's graph; null when nothing waits at all
   */
  public record Result(Map<String, List<Alarm>> alarms, boolean busy, WaitForGraph graph) {
    public Result {
      alarms = Map.copyOf(alarms);
    }
  }

  /** The detectors that the enabled triggers need. */
  public Detectors(Config config) {
    List<String> idle = new ArrayList<>(config.get(Keys.IDLE_THREADS).patterns());
    idle.addAll(config.get(Keys.IDLE_FRAMES).patterns());
    policy = new IdlePolicy(idle);
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.WAIT) {
        waits.put(trigger.name(), new WaitDetector(trigger));
      } else if (trigger.enabled() && trigger.type() == TriggerType.DEADLOCK) {
        deadlocks.add(trigger.name());
      }
    }
  }

  /** The policy that tells idle waits from stalls, as it is configured. */
  public IdlePolicy policy() {
    return policy;
  }

  /** What the detectors say about a look in which no stack was taken. */
  public Result look(Look look) {
    return look(look, List.of());
  }

  /**
   * What the detectors say about a look.
   *
   * @param stacks the same threads with their frames, as far as they were taken; {@link
   *     WaitForGraph#needsStack} of the look before says which would help
   */
  public Result look(Look look, Collection<ThreadSeen> stacks) {
    Objects.requireNonNull(look, "look");
    if (look.waits().isEmpty()) {
      waitStates.clear();
      deadlockState = DeadlockDetector.State.NONE;
      return new Result(Map.of(), false, null);
    }
    WaitForGraph graph = WaitForGraph.of(look, stacks, policy);
    Map<String, List<Alarm>> alarms = new HashMap<>();
    Set<Cycle> reported = new HashSet<>();
    if (!deadlocks.isEmpty()) {
      Detected<DeadlockDetector.State> found =
          DeadlockDetector.look(deadlockState, graph, reported);
      deadlockState = found.state();
      for (String trigger : deadlocks) {
        add(alarms, trigger, found.alarms());
      }
    }
    for (Map.Entry<String, WaitDetector> entry : waits.entrySet()) {
      String trigger = entry.getKey();
      WaitDetector.State before = waitStates.getOrDefault(trigger, WaitDetector.State.NONE);
      Detected<WaitDetector.State> found = entry.getValue().look(before, graph, reported);
      waitStates.put(trigger, found.state());
      add(alarms, trigger, found.alarms());
    }
    return new Result(alarms, !graph.activeWaits().isEmpty(), graph);
  }

  private static void add(Map<String, List<Alarm>> all, String trigger, List<Alarm> alarms) {
    if (!alarms.isEmpty()) {
      all.put(trigger, alarms);
    }
  }
}
