package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.config.TriggerSettings;
import io.duality.model.ledger.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What is remembered of all triggers and signatures, a bounded number of them. */
final class Conditions {
  private static final int MOST = 256;

  private final Map<Subject, Condition> byUse = new LinkedHashMap<>(16, 0.75f, true);
  private long forgotten;

  record Subject(String trigger, String signature) {}

  /** All of them, the one that was not looked at for longest first. */
  Map<Subject, Condition> all() {
    return byUse;
  }

  /** How many are true. */
  int active() {
    return (int) byUse.values().stream().filter(Condition::active).count();
  }

  /** Remembers what an earlier process fired, when its cool-down goes on. */
  void restore(TriggerSettings trigger, LedgerEntry fired, Instant now) {
    if (now.isBefore(fired.at().plus(trigger.cooldown())) && fired.signature() != null) {
      Condition condition = of(trigger.name(), fired.signature());
      condition.restore(Words.past(fired), fired.at(), fired.bundleId());
      condition.text(Words.cooldown(trigger, condition));
    }
  }

  /** The condition if it is remembered, else null. */
  Condition known(String trigger, String signature) {
    return known(new Subject(trigger, signature));
  }

  Condition known(Subject subject) {
    return byUse.get(subject);
  }

  /** Those of these requests that are remembered: their bundle does not tell of them. */
  List<Subject> missed(List<CaptureRequest> late, Set<String> triggers) {
    List<Subject> missed = new ArrayList<>();
    for (CaptureRequest request : late) {
      Condition condition = known(request.trigger(), request.alarm().signature());
      if (condition != null && triggers.contains(request.trigger())) {
        condition.missed();
        missed.add(new Subject(request.trigger(), request.alarm().signature()));
      }
    }
    return missed;
  }

  /**
   * Which other trigger's incident, true in this round or the one before, an alarm belongs to.
   *
   * @param apart triggers whose bundles are matters of their own
   */
  Subject covering(String trigger, Alarm alarm, long round, Predicate<String> apart) {
    for (Map.Entry<Subject, Condition> entry : byUse.entrySet()) {
      Condition other = entry.getValue();
      boolean lasts = other.trueIn(round) || other.trueIn(round - 1);
      String name = entry.getKey().trigger();
      if (lasts && !name.equals(trigger) && !apart.test(name) && other.covers(alarm)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The condition; one that is new may displace another. */
  Condition of(String trigger, String signature) {
    Subject subject = new Subject(trigger, signature);
    Condition known = byUse.get(subject);
    if (known != null) {
      return known;
    }
    if (byUse.size() >= MOST) {
      forgetOne();
    }
    Condition fresh = new Condition();
    byUse.put(subject, fresh);
    return fresh;
  }

  /** Forgets the one that was not looked at for longest, one that is not true if there is one. */
  private void forgetOne() {
    Subject victim = null;
    for (Map.Entry<Subject, Condition> entry : byUse.entrySet()) {
      if (!entry.getValue().active()) {
        victim = entry.getKey();
        break;
      }
      victim = victim == null ? entry.getKey() : victim;
    }
    byUse.remove(victim);
    forgotten++;
  }

  long forgotten() {
    return forgotten;
  }

  /**
   * How they stand, the one that changed last at the end.
   *
   * @param confirm how many looks a trigger takes
   */
  List<Standing> standings(ToIntFunction<String> confirm) {
    List<Standing> standings = new ArrayList<>();
    byUse.forEach(
        (subject, condition) ->
            standings.add(
                new Standing(
                    subject.trigger(),
                    subject.signature(),
                    condition.alarm().sentence(),
                    condition.looks(),
                    confirm.applyAsInt(subject.trigger()),
                    condition.fired(),
                    condition.text())));
    return standings;
  }
}
