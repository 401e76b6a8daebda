package io.duality.engine.trigger;

import io.duality.model.Operand;
import io.duality.model.config.TriggerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What has the root of an incident that has its bundle already is the same incident: it makes none
 * of its own.
 *
 * @param settings of the triggers that are watched, by name
 * @param conditions of all of them
 * @param coincidences which of them watch others
 * @param round which look is judged
 * @param capturing whether a capture runs: then it is joined
 */
record Covering(
    Map<String, TriggerSettings> settings,
    Conditions conditions,
    Coincidences coincidences,
    long round,
    boolean capturing) {

  /** Covers a condition when an incident that lasts, or a bundle of all its operands, has it. */
  void cover(TriggerSettings trigger, Condition condition, Instant now) {
    if (capturing || condition.held() || condition.cooling(now, trigger.cooldown())) {
      return;
    }
    if (trigger.together() != null) {
      together(condition, now);
      return;
    }
    covered(trigger, condition);
  }

  /** Covers a condition when an incident that lasts and has its bundle has it; whether it does. */
  boolean covered(TriggerSettings trigger, Condition condition) {
    Conditions.Subject same =
        conditions.covering(
            trigger.name(),
            condition.alarm(),
            round,
            other -> coincidences.watches(other, trigger.name()));
    if (capturing || same == null) {
      return false;
    }
    Condition other = conditions.known(same.trigger(), same.signature());
    condition.coveredBy(other, "trigger " + same.trigger());
    return true;
  }

  /** What is true together is one incident with its bundle when one bundle has all of it. */
  private void together(Condition condition, Instant now) {
    Condition last = null;
    List<String> names = new ArrayList<>();
    for (Operand operand : condition.operands()) {
      TriggerSettings its = settings.get(operand.trigger());
      Condition part = conditions.known(operand.trigger(), operand.alarm().signature());
      if (part == null || !its.enabled()) {
        return;
      }
      if (part.trueIn(round)) {
        cover(its, part, now);
      }
      boolean another = last != null && !last.bundle().equals(part.bundle());
      if (part.bundle() == null || another) {
        return;
      }
      last = part;
      names.add(operand.trigger());
    }
    if (last != null) {
      condition.coveredBy(last, "triggers " + String.join(", ", names));
    }
  }
}
