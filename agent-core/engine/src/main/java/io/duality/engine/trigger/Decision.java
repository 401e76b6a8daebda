package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.config.TriggerSettings;
import io.duality.model.ledger.LedgerEntry;
import java.time.Instant;
import java.util.Objects;

/**
 * A change of state of one trigger and one signature, and what was decided.
 *
 * @param at when
 * @param trigger the trigger's name
 * @param type what it watches
 * @param state what has become true
 * @param alarm the suspicion; of {@code re-armed} the last one
 * @param text the decision in the ledger's words: {@code captured}, {@code confirming 1 of 2},
 *     {@code cooldown until …}, {@code limit 5/1h reached …}, {@code joined …}
 * @param request what to capture when it fired, else null; of one that joined a running capture,
 *     with that capture's bundle id
 * @param joined whether it fired into a capture that runs already
 * @param bundleId the bundle it fired, joined or was refused; null when there is none
 */
public record Decision(
    Instant at,
    String trigger,
    String type,
    LedgerEntry.State state,
    Alarm alarm,
    String text,
    CaptureRequest request,
    boolean joined,
    String bundleId) {
  public Decision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(alarm, "alarm");
    Objects.requireNonNull(text, "text");
  }

  /** A change of state for which nothing is captured. */
  static Decision of(
      Instant at, TriggerSettings trigger, LedgerEntry.State state, Alarm alarm, String text) {
    return new Decision(
        at, trigger.name(), trigger.type().label(), state, alarm, text, null, false, null);
  }

  static Decision fired(CaptureRequest request, String text, boolean joined) {
    return new Decision(
        request.at(),
        request.trigger(),
        request.type(),
        LedgerEntry.State.FIRED,
        request.alarm(),
        text,
        request,
        joined,
        request.bundleId());
  }

  /** What was to be captured and was not. */
  static Decision refused(CaptureRequest request, String reason, Instant at) {
    return new Decision(
        at,
        request.trigger(),
        request.type(),
        LedgerEntry.State.SUPPRESSED,
        request.alarm(),
        reason,
        null,
        false,
        request.bundleId());
  }

  /** Whether a new capture has to be started. */
  public boolean starts() {
    return request != null && !joined;
  }
}
