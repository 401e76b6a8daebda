package io.duality.engine.detect;

import io.duality.diagnosis.IdlePolicy;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Alarm;
import io.duality.model.Look;
import io.duality.model.ThreadSeen;
import io.duality.model.config.Config;
import io.duality.model.config.HeartbeatSettings;
import io.duality.model.config.Keys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.config.VitalKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
  private final List<Detector> detectors = new ArrayList<>();
  private final Set<String> enabled = new HashSet<>();
  private final long spanAge;
  private final long staleAge;
  private final boolean spanNames;
  private volatile List<GrowthSuspect> growing = List.of();

  /**
   * What one look gives.
   *
   * @param alarms by trigger name; empty when there is none
   * @param busy whether anything waits that is not idle, or is suspected
   * @param graph the look's graph; null when nothing waits at all
   */
  public record Result(Map<String, List<Alarm>> alarms, boolean busy, WaitForGraph graph) {
    public Result {
      alarms = Map.copyOf(alarms);
    }
  }

  /** What is watched even when the agent does next to nothing. */
  private static final Set<TriggerType> ESSENTIAL = Set.of(TriggerType.DEADLOCK, TriggerType.OOM);

  /** The detectors of the triggers that may fire, and of those that others need to. */
  public Detectors(Config config) {
    this(config, false);
  }

  /**
   * The same, or a part of them.
   *
   * @param essential whether only those are made that find deadlocks and the end of memory
   */
  public Detectors(Config config, boolean essential) {
    List<String> idle = new ArrayList<>(config.get(Keys.IDLE_THREADS).patterns());
    idle.addAll(config.get(Keys.IDLE_FRAMES).patterns());
    policy = new IdlePolicy(idle);
    for (TriggerSettings trigger : config.triggers()) {
      boolean wanted = trigger.watched() && (!essential || ESSENTIAL.contains(trigger.type()));
      Detector detector = wanted ? detector(trigger, config) : null;
      if (trigger.enabled()) {
        enabled.add(trigger.name());
      }
      if (detector != null && trigger.type() == TriggerType.DEADLOCK) {
        detectors.add(0, detector); // what it reports, the others need not report again
      } else if (detector != null) {
        detectors.add(detector);
      }
    }
    spanAge = spanAge(config);
    staleAge = staleAge(config);
    spanNames = spanNames(config);
  }

  private static long spanAge(Config config) {
    long least = -1;
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.watched() && trigger.type() == TriggerType.ACTIVITY) {
        long age = trigger.age().toNanos();
        least = least < 0 ? age : Math.min(least, age);
      }
    }
    return least;
  }

  private static long staleAge(Config config) {
    long least = -1;
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.watched() && trigger.type() == TriggerType.CPU) {
        long age = trigger.get(VitalKeys.FOR).toNanos();
        least = least < 0 ? age : Math.min(least, age);
      }
    }
    return least;
  }

  private static boolean spanNames(Config config) {
    for (HeartbeatSettings heartbeat : config.heartbeats()) {
      if (heartbeat.kinds().matches("span")) {
        return true;
      }
    }
    return false;
  }

  private static Detector detector(TriggerSettings trigger, Config config) {
    long interval = config.get(Keys.WATCH_INTERVAL).toNanos();
    return switch (trigger.type()) {
      case WAIT -> new WaitDetector(trigger);
      case DEADLOCK -> new DeadlockDetector(trigger.name(), trigger.enabled());
      case STARVATION -> new StarvationDetector(trigger);
      case QUEUE -> new QueueDetector(trigger, interval);
      case POOL_WAIT -> new PoolWaitDetector(trigger);
      case CONTENTION -> new ContentionDetector(trigger);
      case ACTIVITY -> new ActivityDetector(trigger);
      case HEARTBEAT -> new HeartbeatDetector(trigger, config.heartbeats());
      case PINNED -> new PinnedDetector(trigger);
      case MEMORY_GROWTH -> new MemoryGrowthDetector(trigger, interval);
      case MEMORY_LEVEL -> new MemoryLevelDetector(trigger);
      case GC -> new GcDetector(trigger);
      case HICCUP -> new HiccupDetector(trigger);
      case CPU -> new CpuDetector(trigger, config);
      case OOM -> new OomDetector(trigger);
      case METRIC -> new MetricDetector(trigger);
      case SCHEDULE -> new ScheduleDetector(trigger);
      case ERRORS -> new ErrorsDetector(trigger);
      case UNCAUGHT -> new UncaughtDetector(trigger);
      case LEAK_HANDLES -> new HandleDetector(trigger);
      case EXIT, CRASH, MANUAL, ALL -> null; // asked for from elsewhere, or made of the others
    };
  }

  /** The alarms of triggers that may fire themselves, of those of a look. */
  public Map<String, List<Alarm>> ofEnabled(Map<String, List<Alarm>> alarms) {
    if (enabled.containsAll(alarms.keySet())) {
      return alarms;
    }
    Map<String, List<Alarm>> theirs = new HashMap<>(alarms);
    theirs.keySet().retainAll(enabled);
    return theirs;
  }

  /** How old an open span must be for a round to name it; negative when no trigger asks. */
  public long oldestSpans() {
    return spanAge;
  }

  /**
   * How old an open span must be for a round in every few seconds to name it; negative when no
   * trigger asks.
   */
  public long staleSpans() {
    return staleAge;
  }

  /** Threads whose stacks the next look should show although they do not wait. */
  public List<Long> spinning() {
    List<Long> suspects = List.of();
    for (Detector detector : detectors) {
      List<Long> its = detector.spinning();
      if (!its.isEmpty()) {
        suspects = new ArrayList<>(suspects);
        suspects.addAll(its);
      }
    }
    return suspects;
  }

  /** Spans whose running threads the next look should show likewise. */
  public Set<String> spinningSpans() {
    Set<String> spans = Set.of();
    for (Detector detector : detectors) {
      Set<String> its = detector.spinningSpans();
      if (!its.isEmpty()) {
        spans = new HashSet<>(spans);
        spans.addAll(its);
      }
    }
    return spans;
  }

  /** Whether heartbeats ask when spans of a name were begun. */
  public boolean spanNames() {
    return spanNames;
  }

  /** What somebody should be told once; it is not said again. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    detectors.forEach(detector -> remarks.addAll(detector.remarks()));
    return remarks;
  }

  /**
   * The memory that grows with confidence: {@code memory-growth} fires only above its level, but a
   * baseline is best taken before that. Empty while nothing does. Any thread may ask.
   */
  public List<GrowthSuspect> suspectsGrowth() {
    return growing;
  }

  /** The kinds of memory that grow with confidence, and in how many nanoseconds each is used up. */
  public Map<String, Long> exhaustion() {
    Map<String, Long> areas = new HashMap<>();
    growing.forEach(suspect -> areas.put(suspect.area(), suspect.exhaustedInNanos()));
    return areas;
  }

  /** When triggers fired last in earlier processes; comes before the first round. */
  public void recall(Map<String, Instant> fired) {
    for (Detector detector : detectors) {
      Instant last = fired.get(detector.trigger());
      if (last != null) {
        detector.recall(last);
      }
    }
  }

  /** Says how far apart looks and readings are for now; comes before {@link #absorb}. */
  public void pace(long nanos) {
    detectors.forEach(detector -> detector.pace(nanos));
  }

  /** The policy that tells idle waits from stalls, as it is configured. */
  public IdlePolicy policy() {
    return policy;
  }

  /**
   * Takes over what a round knows without a look; comes first in every round.
   *
   * @return whether a look is wanted in this round although nothing may wait
   */
  public boolean absorb(Round round) {
    boolean wanted = false;
    for (Detector detector : detectors) {
      wanted |= detector.absorb(round);
    }
    if (round.vitals() != null) {
      List<GrowthSuspect> grows = List.of();
      for (Detector detector : detectors) {
        List<GrowthSuspect> its = detector.growing();
        if (!its.isEmpty()) {
          grows = new ArrayList<>(grows);
          grows.addAll(its);
        }
      }
      growing = List.copyOf(grows);
    }
    return wanted;
  }

  /** No look was taken in this round: nothing waits and nothing is queued. */
  public void nothing() {
    detectors.forEach(Detector::nothing);
  }

  /** What the detectors say about a look in which no stack was taken. */
  public Result look(Look look) {
    return look(look, List.of(), Round.at(look.nanos()));
  }

  /** What the detectors say about a look that was taken in a round they have absorbed. */
  public Result look(Look look, Round round) {
    return look(look, List.of(), round);
  }

  /**
   * What the detectors say about a look.
   *
   * @param stacks the same threads with their frames, as far as they were taken; {@link
   *     WaitForGraph#needsStack} of the look before says which would help
   * @param round the round of the look
   */
  public Result look(Look look, Collection<ThreadSeen> stacks, Round round) {
    Objects.requireNonNull(look, "look");
    WaitForGraph graph = WaitForGraph.of(look, stacks, policy);
    View view = new View(look, graph, round);
    Map<String, List<Alarm>> alarms = new HashMap<>();
    boolean busy = !graph.activeWaits().isEmpty();
    for (Detector detector : detectors) {
      List<Alarm> found = detector.look(view);
      if (!found.isEmpty()) {
        alarms.put(detector.trigger(), found);
      }
      busy |= detector.suspicious();
    }
    return new Result(alarms, busy, look.waits().isEmpty() ? null : graph);
  }
}
