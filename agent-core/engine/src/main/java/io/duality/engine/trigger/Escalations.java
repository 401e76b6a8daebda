package io.duality.engine.trigger;

import io.duality.engine.trigger.Conditions.Subject;
import io.duality.model.CaptureRequest;
import io.duality.model.config.Escalation;
import io.duality.model.config.TriggerSettings;
import io.duality.model.ledger.LedgerEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bundles that triggers made of each signature, as far as an escalation counts them: from the
 * last escalated one on, published ones alone, not those of others that a trigger joined.
 */
final class Escalations {
  /** How a decision of the ledger says it, so that the next process knows. */
  private static final String SAID = ", escalated: ";

  private static final int MOST_SUBJECTS = 256;
  private static final int MOST_BUNDLES = 100;

  private final Map<Subject, ArrayDeque<Instant>> made = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Subject> underWay = new ArrayList<>();

  /** Why the next bundle has more than the usual, or null when it has not. */
  private String due(TriggerSettings trigger, String signature, Instant now) {
    Escalation escalation = trigger.escalation();
    ArrayDeque<Instant> bundles = made.get(new Subject(trigger.name(), signature));
    if (!escalation.isSet() || bundles == null) {
      return null;
    }
    while (!bundles.isEmpty() && !bundles.peekFirst().plus(escalation.within()).isAfter(now)) {
      bundles.removeFirst();
    }
    return bundles.size() < escalation.after()
        ? null
        : escalation.names()
            + ", because trigger "
            + trigger.name()
            + " made "
            + bundles.size()
            + (bundles.size() == 1 ? " bundle" : " bundles")
            + " of this signature since "
            + bundles.peekFirst();
  }

  /** What a condition that fires asks for; a bundle that runs has more than the usual for it. */
  CaptureRequest request(
      String bundleId, TriggerSettings trigger, Condition condition, Instant now) {
    String signature = condition.alarm().signature();
    String escalated = due(trigger, signature, now);
    if (escalated != null) {
      underWay.add(new Subject(trigger.name(), signature));
    }
    return new CaptureRequest(
        bundleId,
        trigger.name(),
        trigger.type().label(),
        now,
        condition.alarm(),
        escalated == null ? trigger.steps() : trigger.escalatedSteps(),
        condition.operands(),
        escalated);
  }

  /** The running capture was published. */
  void published(Subject of, Instant at) {
    if (!underWay.contains(of)) {
      add(of, at);
    }
    underWay.forEach(made::remove);
    underWay.clear();
  }

  /** The running capture was not made: what was due stays due. */
  void refused() {
    underWay.clear();
  }

  /** Remembers a bundle of an earlier process; they come oldest first. */
  void restore(LedgerEntry fired) {
    if (fired.signature() == null) {
      return;
    }
    Subject subject = new Subject(fired.trigger(), fired.signature());
    if (fired.decision().contains(SAID)) {
      made.remove(subject);
    } else {
      add(subject, fired.at());
    }
  }

  /** How the decision says it. */
  static String said(String why) {
    return why == null ? "" : SAID + why;
  }

  private void add(Subject subject, Instant at) {
    ArrayDeque<Instant> bundles = made.computeIfAbsent(subject, each -> new ArrayDeque<>());
    bundles.addLast(at);
    if (bundles.size() > MOST_BUNDLES) {
      bundles.removeFirst();
    }
    if (made.size() > MOST_SUBJECTS) {
      made.remove(made.keySet().iterator().next());
    }
  }
}
