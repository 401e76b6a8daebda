package io.duality.engine.run;

import io.duality.model.Alarm;
import io.duality.model.config.Config;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.config.VitalKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a JVM that ends should leave a bundle. */
final class LastWords {
  /** What has happened, or is no trouble: it holds nothing up, so the end does not wait for it. */
  private static final Set<String> OVER =
      Set.of("uncaught", "errors", "hiccup", "metric", "schedule");

  private static final long LEAST_BOUND_MILLIS = 5_000;

  private LastWords() {}

  /** Whether a trigger wants a bundle of every end. */
  static boolean always(Config config) {
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.EXIT && always(trigger)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Which ends of this JVM are heard; under {@code -Xrs} SIGTERM runs no hook.
   *
   * @param signals whether the JVM handles signals
   */
  static String heard(Config config, boolean signals) {
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.EXIT) {
        return signals
            ? "SIGTERM and System.exit"
            : "System.exit alone; under -Xrs SIGTERM ends this JVM at once, and the next start makes"
                + " the bundle";
      }
    }
    return "nothing, no trigger of type exit is on";
  }

  /** For how many milliseconds the end of the JVM may wait for what is captured. */
  static long bound(Config config) {
    long bound = LEAST_BOUND_MILLIS;
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.EXIT) {
        bound = Math.max(bound, trigger.get(VitalKeys.BOUND).toMillis());
      }
    }
    return bound;
  }

  private static boolean always(TriggerSettings trigger) {
    return trigger.get(VitalKeys.WHEN).equals("always");
  }

  /**
   * The alarm of an exit trigger.
   *
   * @param alarms what is true in the last round, confirmed or not
   * @return null when nothing is wrong and the trigger minds only that
   */
  static Alarm alarm(TriggerSettings trigger, Map<String, List<Alarm>> alarms) {
    Alarm worst = null;
    for (List<Alarm> each : alarms.values()) {
      for (Alarm alarm : each) {
        boolean wider = worst == null || alarm.width() > worst.width();
        worst = wider && !OVER.contains(alarm.detector()) ? alarm : worst;
      }
    }
    if (worst == null) {
      return always(trigger)
          ? new Alarm(
              "exit",
              "exit",
              "the JVM ends",
              "SIGTERM or System.exit",
              "the JVM ends; nothing is stalled",
              "process",
              List.of(),
              0,
              List.of())
          : null;
    }
    return new Alarm(
        "exit",
        "exit:" + worst.signature(),
        "the JVM ends while something is stalled",
        worst.observed(),
        "the JVM is asked to end while " + worst.sentence(),
        worst.rootKey(),
        worst.threadIds(),
        worst.width(),
        worst.spanNames(),
        worst.subjects());
  }
}
