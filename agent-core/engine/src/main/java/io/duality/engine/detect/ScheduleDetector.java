package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.config.Moment;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Asks for a bundle when it is time. What an earlier process captured counts, and periods that
 * passed unseen, in a sleep or while the service was down, are made up for once at most.
 */
final class ScheduleDetector implements Detector {
  /** A time that passed longer ago than this is not made up for. */
  private static final Duration LATE = Duration.ofHours(1);

  /** A process that has just started shows nothing yet. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final TriggerSettings rule;
  private final Duration every;
  private final Instant once;
  private Instant last;
  private Instant begun;
  private boolean made;
  private int pending;
  private boolean complained;

  ScheduleDetector(TriggerSettings rule) {
    this.rule = rule;
    this.every = rule.get(VitalKeys.EVERY);
    this.once = Moment.of(rule.get(VitalKeys.AT));
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public void recall(Instant fired) {
    last = fired;
    made = once != null && !fired.isBefore(once);
  }

  @Override
  public List<String> remarks() {
    boolean over =
        !complained && !made && once != null && begun != null && begun.isAfter(once.plus(LATE));
    complained |= over;
    return over
        ? List.of("trigger " + rule.name() + ": " + once + " is over, nothing will be captured")
        : List.of();
  }

  @Override
  public boolean absorb(Round round) {
    if (round.vitals() != null) {
      Instant now = round.vitals().at();
      begun = begun == null ? now : begun;
      if (last != null && last.isAfter(now)) {
        last = now; // the clock was set back
      }
      if (due(now)) {
        last = now;
        made = true;
        pending = rule.confirm();
      }
    }
    return pending > 0;
  }

  private boolean due(Instant now) {
    if (once != null) {
      return !made && !now.isBefore(once) && !now.isAfter(once.plus(LATE));
    }
    boolean settled = last == null || !now.isBefore(begun.plus(SETTLED));
    return settled && !now.isBefore((last == null ? begun : last).plus(every));
  }

  @Override
  public List<Alarm> look(View view) {
    if (pending == 0) {
      return List.of();
    }
    pending--;
    String when = once == null ? "every " + Units.print(every) : "at " + once;
    return List.of(
        new Alarm(
            rule.type().label(),
            Signatures.of(rule.type().label(), List.of(rule.name(), when)),
            rule.type().label() + " " + when,
            "it is time",
            "scheduled " + when,
            "schedule " + rule.name(),
            List.of(),
            0,
            List.of()));
  }
}
