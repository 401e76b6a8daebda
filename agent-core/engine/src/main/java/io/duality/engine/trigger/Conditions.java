package io.duality.engine.trigger;

import io.duality.model.Alarm;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** The condition if it is remembered, else null. */
  Condition known(String trigger, String signature) {
    return byUse.get(new Subject(trigger, signature));
  }

  /** Which other trigger's incident, true in this round or the one before, an alarm belongs to. */
  Subject covering(String trigger, Alarm alarm, long round) {
    for (Map.Entry<Subject, Condition> entry : byUse.entrySet()) {
      Condition other = entry.getValue();
      boolean lasts = other.trueIn(round) || other.trueIn(round - 1);
      if (lasts && !entry.getKey().trigger().equals(trigger) && other.covers(alarm)) {
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
}
