package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.Fingerprint;
import io.duality.model.Operand;
import io.duality.model.config.Together;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the operands of triggers over others saw last, and which of those triggers that makes true.
 */
final class Coincidences {
  /** Of one operand so many signatures are remembered, the last ones. */
  private static final int MOST = 32;

  private static final int MOST_THREADS = 100;

  /** What flickers is told once in so long. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Map<String, Map<String, Operand>> seen = new HashMap<>();
  private final Map<String, Episode> episodes = new HashMap<>();
  private List<TriggerSettings> over = List.of();

  /** How one trigger over others stands. */
  private static final class Episode {
    String signature;
    List<String> toldMissing;
    Instant toldAt;
  }

  /** Takes the triggers over others out of all that are watched. */
  void configure(Collection<TriggerSettings> watched) {
    List<TriggerSettings> innerFirst = new ArrayList<>();
    Set<String> operands = new LinkedHashSet<>();
    for (TriggerSettings trigger : watched) {
      if (trigger.together() != null) {
        innerFirst.add(trigger);
        operands.addAll(trigger.together().triggers());
      }
    }
    // No cycle leads back, so that those which others build on come to stand before them.
    for (int i = 0; i < innerFirst.size(); i++) {
      for (int j = i + 1; j < innerFirst.size(); j++) {
        if (innerFirst.get(i).together().triggers().contains(innerFirst.get(j).name())) {
          innerFirst.add(i, innerFirst.remove(j));
          j = i;
        }
      }
    }
    over = List.copyOf(innerFirst);
    seen.keySet().retainAll(operands);
    episodes.keySet().removeIf(name -> over.stream().noneMatch(each -> each.name().equals(name)));
    operands.forEach(operand -> seen.computeIfAbsent(operand, name -> new LinkedHashMap<>()));
  }

  /**
   * Judges the triggers over others, each behind those it builds on.
   *
   * @param together takes those whose operands were all true, and these
   * @param decisions gets what is new about the others
   */
  void judge(
      Instant now, BiConsumer<TriggerSettings, List<Operand>> together, List<Decision> decisions) {
    for (TriggerSettings trigger : over) {
      List<Operand> present = within(trigger, now);
      if (all(trigger, present)) {
        together.accept(trigger, present);
        continue;
      }
      Episode episode = episodes.get(trigger.name());
      if (episode != null) {
        episode.signature = null;
      }
      Alarm news = present.isEmpty() ? null : news(trigger, present, now);
      if (news != null) {
        String text = partly(trigger, present);
        decisions.add(Decision.of(now, trigger, LedgerEntry.State.TRUE, news, text));
      }
    }
  }

  /** How they stand, a line each. */
  List<String> lines(Instant now) {
    return over.stream()
        .map(trigger -> trigger.name() + ": " + partly(trigger, within(trigger, now)))
        .toList();
  }

  /** Whether one trigger watches another. */
  boolean watches(String trigger, String operand) {
    return over.stream()
        .anyMatch(
            each -> each.name().equals(trigger) && each.together().triggers().contains(operand));
  }

  /** Who watches an operand, in words. */
  String watchers(String operand) {
    List<String> names = new ArrayList<>();
    for (TriggerSettings each : over) {
      if (each.together().triggers().contains(operand)) {
        names.add(each.name());
      }
    }
    return String.join(", ", names);
  }

  /** An alarm that is confirmed. */
  void held(TriggerSettings trigger, Alarm alarm, Instant now) {
    Map<String, Operand> bySignature = seen.get(trigger.name());
    if (bySignature != null) {
      bySignature.remove(alarm.signature());
      bySignature.put(
          alarm.signature(), new Operand(trigger.name(), trigger.type().label(), now, alarm));
      if (bySignature.size() > MOST) {
        bySignature.remove(bySignature.keySet().iterator().next());
      }
    }
  }

  /** The operands of a trigger that were true within its time, in its order. */
  private List<Operand> within(TriggerSettings trigger, Instant now) {
    List<Operand> present = new ArrayList<>();
    for (String name : trigger.together().triggers()) {
      Operand last = null;
      for (Operand each : seen.getOrDefault(name, Map.of()).values()) {
        boolean recent =
            Duration.between(each.at(), now).abs().compareTo(trigger.together().within()) <= 0;
        if (recent && (last == null || each.at().isAfter(last.at()))) {
          last = each;
        }
      }
      if (last != null) {
        present.add(last);
      }
    }
    return present;
  }

  /** Whether these are all operands of a trigger. */
  private static boolean all(TriggerSettings trigger, List<Operand> present) {
    return present.size() == trigger.together().triggers().size();
  }

  /**
   * The alarm of a trigger all of whose operands were true. Its signature stays the same while it
   * lasts, whatever further signatures an operand comes to see.
   */
  Alarm alarm(TriggerSettings trigger, List<Operand> operands) {
    Episode episode = episodes.computeIfAbsent(trigger.name(), name -> new Episode());
    episode.toldMissing = null;
    if (episode.signature == null) {
      List<String> parts = new ArrayList<>(List.of(trigger.name()));
      operands.forEach(operand -> parts.add(operand.alarm().signature()));
      episode.signature = Fingerprint.of(trigger.type().label(), parts);
    }
    return alarm(trigger, episode.signature, operands);
  }

  /**
   * What is new about a trigger some of whose operands were true just now; null when nothing is.
   */
  private Alarm news(TriggerSettings trigger, List<Operand> present, Instant now) {
    if (present.stream().noneMatch(operand -> operand.at().equals(now))) {
      return null;
    }
    Episode episode = episodes.computeIfAbsent(trigger.name(), name -> new Episode());
    List<String> missing = missing(trigger, present);
    boolean quiet = episode.toldAt != null && now.isBefore(episode.toldAt.plus(QUIET));
    if (missing.equals(episode.toldMissing) || (quiet && !episode.toldAt.isAfter(now))) {
      return null;
    }
    episode.toldMissing = missing;
    episode.toldAt = now;
    return alarm(trigger, Fingerprint.of(trigger.type().label(), List.of(trigger.name())), present);
  }

  /** {@code 1 of 2 within 2m: memory-growth; not errors}. */
  private static String partly(TriggerSettings trigger, List<Operand> present) {
    Together together = trigger.together();
    return present.size()
        + " of "
        + together.triggers().size()
        + " within "
        + Units.print(together.within())
        + (present.isEmpty()
            ? ""
            : ": " + String.join(", ", present.stream().map(Operand::trigger).toList()))
        + (all(trigger, present) ? "" : "; not " + String.join(", ", missing(trigger, present)));
  }

  private static List<String> missing(TriggerSettings trigger, List<Operand> present) {
    List<String> missing = new ArrayList<>(trigger.together().triggers());
    present.forEach(operand -> missing.remove(operand.trigger()));
    return missing;
  }

  /** Width and spans stay empty: if an operand gets worse, its own trigger tells. */
  private static Alarm alarm(TriggerSettings trigger, String signature, List<Operand> operands) {
    Set<Long> threads = new LinkedHashSet<>();
    List<String> observed = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    for (Operand operand : operands) {
      threads.addAll(operand.alarm().threadIds());
      observed.add(operand.trigger() + ": " + operand.alarm().observed());
      sentences.add(operand.alarm().sentence());
    }
    return new Alarm(
        trigger.type().label(),
        signature,
        trigger.together().label(),
        String.join("; ", observed),
        String.join("; and ", sentences),
        operands.get(0).alarm().rootKey(),
        threads.stream().limit(MOST_THREADS).toList(),
        0,
        List.of());
  }
}
