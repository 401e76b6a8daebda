package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.config.Rate;
import io.duality.model.config.TriggerSettings;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Instant;
import java.util.List;

/** Decisions in the words of the ledger. */
final class Words {
  private Words() {}

  /** What is decided about a condition that does not fire. */
  static String of(
      TriggerSettings trigger,
      Condition condition,
      State state,
      Condition.Obstacle obstacle,
      FiredWindow window,
      Instant now) {
    Rate limit = trigger.limit();
    return switch (obstacle) {
      case COOLDOWN -> cooldown(trigger, condition);
      case HELD -> "fired at " + condition.fired() + ", fires again after it was false once";
      case LIMIT -> "limit " + limit.label() + " reached, next at " + window.next(limit, now);
      case SAME_INCIDENT -> condition.covered();
      case REFUSED, NONE ->
          (state == State.TRUE ? "confirming " : "confirmed ")
              + condition.looks()
              + " of "
              + trigger.confirm();
    };
  }

  /** The decision that a condition which is true does not fire. */
  static Decision suppress(
      TriggerSettings trigger,
      Condition condition,
      Condition.Obstacle obstacle,
      FiredWindow window,
      Instant now) {
    String text = of(trigger, condition, State.SUPPRESSED, obstacle, window, now);
    condition.text(text);
    return Decision.of(now, trigger, State.SUPPRESSED, condition.alarm(), text);
  }

  /** A service that restarts in circles meets its incident again: one bundle tells it. */
  static String cooldown(TriggerSettings trigger, Condition condition) {
    String until = "cooldown until " + condition.fired().plus(trigger.cooldown());
    return condition.inherited() == null
        ? until
        : until + ", over the restart: bundle " + condition.inherited() + " has it";
  }

  /** A condition that has ended. */
  static String ended(TriggerSettings trigger, Condition condition, Instant now) {
    return condition.cooling(now, trigger.cooldown())
        ? "may fire again after " + condition.fired().plus(trigger.cooldown())
        : "may fire again";
  }

  /** The alarm of an earlier process. */
  static Alarm past(LedgerEntry entry) {
    String unknown = "";
    return new Alarm(
        entry.type(),
        entry.signature(),
        entry.threshold() == null ? unknown : entry.threshold(),
        entry.observed() == null ? unknown : entry.observed(),
        "captured by an earlier process",
        unknown,
        List.of(),
        0,
        List.of());
  }
}
