package io.duality.engine.detect;

import io.duality.engine.detect.HandleHistory.Grown;
import io.duality.model.Alarm;
import io.duality.model.HandleSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds what is opened and never given back: handles that grow without a plateau so that their
 * limit is near, that did so for six windows, or that use up most of their limit. Files and sockets
 * that grow for six windows have to come near some limit within a day: caches of open files and
 * clients that come in the morning grow evenly as well.
 */
final class HandleDetector implements Detector {
  /** How many are too many even where nothing limits them, or only a limit without a meaning. */
  private static final Map<String, Long> MANY =
      Map.of(
          HandleSeen.THREADS,
          10_000L,
          HandleSeen.LOADERS,
          10_000L,
          HandleSeen.THREAD_LOCALS,
          100_000L,
          HandleSeen.STATEMENTS,
          100_000L);

  private static final long MANY_DESCRIPTORS = 100_000;
  private static final int MOST_THREADS = 100;

  /** What may be a cache, or the number of clients. */
  private static final Set<String> MAY_END =
      Set.of(HandleSeen.DESCRIPTORS, HandleSeen.FILES, HandleSeen.SOCKETS);

  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  /** Growth is worth an alarm from this part of the share on. */
  private static final double PART_OF_SHARE = 4;

  private final TriggerSettings rule;
  private final double share;
  private final HandleHistory history;
  private List<Grown> suspected = List.of();

  HandleDetector(TriggerSettings rule) {
    this.rule = rule;
    this.share = rule.get(TriggerKeys.SHARE);
    this.history = new HandleHistory(rule.get(TriggerKeys.WINDOW).toNanos());
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals != null && !vitals.handles().isEmpty()) {
      history.absorb(vitals.handles(), vitals.nanos());
      suspected = grown();
    }
    return !suspected.isEmpty();
  }

  private List<Grown> grown() {
    Map<String, Grown> found = new LinkedHashMap<>();
    for (Grown grown : history.grown()) {
      if (rule.kinds().matches(grown.kind()) && (lasting(grown) || near(grown))) {
        found.put(grown.kind(), grown);
      }
    }
    for (HandleSeen seen : history.last()) {
      boolean full = seen.limit() > 0 && seen.count() >= share * seen.limit();
      boolean whole =
          !HandleSeen.OF_DESCRIPTORS.contains(seen.kind()); // their limit is that of all of them
      if (full && whole && rule.kinds().matches(seen.kind()) && !told(found, seen.kind())) {
        found.put(seen.kind(), level(seen));
      }
    }
    return new ArrayList<>(found.values());
  }

  private static boolean told(Map<String, Grown> found, String kind) {
    return found.containsKey(kind)
        || (kind.equals(HandleSeen.DESCRIPTORS)
            && found.keySet().stream().anyMatch(HandleSeen.OF_DESCRIPTORS::contains));
  }

  /** Its end comes near, and the first part of the way is behind it: a wave of load is not. */
  private boolean near(Grown grown) {
    return partly(grown) && leftNanos(grown) <= rule.get(VitalKeys.HORIZON).toNanos();
  }

  private boolean lasting(Grown grown) {
    long day = Math.max(DAY_NANOS, rule.get(VitalKeys.HORIZON).toNanos());
    boolean forgotten = grown.group() != null && grown.group().endsWith("CLOSE_WAIT");
    return grown.lasting()
        && (forgotten
            || !MAY_END.contains(grown.kind())
            || partly(grown)
            || leftNanos(grown) <= day);
  }

  private boolean partly(Grown grown) {
    return all(grown) >= share / PART_OF_SHARE * most(grown);
  }

  private double leftNanos(Grown grown) {
    return (most(grown) - all(grown)) / grown.perSecond() * 1e9;
  }

  private static long most(Grown grown) {
    long many = MANY.getOrDefault(grown.kind(), MANY_DESCRIPTORS);
    return grown.limit() >= 0 ? Math.min(grown.limit(), many) : many;
  }

  /** How many count against the limit of what grows. */
  private long all(Grown grown) {
    boolean part = HandleSeen.OF_DESCRIPTORS.contains(grown.kind());
    HandleSeen whole = history.last(part ? HandleSeen.DESCRIPTORS : grown.kind());
    return whole == null ? grown.now() : whole.count();
  }

  /** A level has no growth: what most of them are. */
  private Grown level(HandleSeen seen) {
    HandleSeen.Group most = largest(seen);
    return new Grown(
        seen.kind(),
        most == null ? null : most.name(),
        most == null ? null : most.madeAt(),
        seen.count(),
        seen.count(),
        0,
        0,
        0,
        seen.limit(),
        Vitals.UNKNOWN,
        false);
  }

  private HandleSeen.Group largest(HandleSeen seen) {
    HandleSeen.Group most = seen.groups().isEmpty() ? null : seen.groups().get(0);
    if (seen.kind().equals(HandleSeen.DESCRIPTORS)) {
      for (HandleSeen other : history.last()) {
        boolean part = HandleSeen.OF_DESCRIPTORS.contains(other.kind());
        if (part && !other.groups().isEmpty()) {
          HandleSeen.Group group = other.groups().get(0);
          most = most == null || group.count() > most.count() ? group : most;
        }
      }
    }
    return most;
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    for (Grown grown : suspected) {
      alarms.add(alarm(view, grown));
    }
    return alarms;
  }

  private Alarm alarm(View view, Grown grown) {
    String what = grown.kind() + (grown.group() == null ? "" : " " + grown.group());
    boolean level = grown.overNanos() == 0;
    List<Long> threads = threads(view, grown);
    return new Alarm(
        rule.type().label(),
        Signatures.of(rule.type().label(), List.of(grown.kind(), Signatures.stable(what))),
        level ? "share >= " + HandleWords.percent(share) : HandleWords.condition(rule),
        level
            ? HandleWords.percent((double) grown.now() / grown.limit())
            : "+" + (grown.now() - grown.before()) + " in " + Units.spoken(grown.overNanos(), " "),
        level ? HandleWords.level(grown) : HandleWords.growth(grown),
        "handles " + what,
        threads,
        threads.size(),
        List.of());
  }

  /** The threads of a group of threads, for their stacks to be named. */
  private static List<Long> threads(View view, Grown grown) {
    List<Long> threads = new ArrayList<>();
    if (grown.kind().equals(HandleSeen.THREADS) && grown.group() != null) {
      for (ThreadSeen thread : view.look().threads()) {
        if (threads.size() < MOST_THREADS
            && Signatures.masked(thread.name()).equals(grown.group())) {
          threads.add(thread.id());
        }
      }
    }
    return threads;
  }
}
