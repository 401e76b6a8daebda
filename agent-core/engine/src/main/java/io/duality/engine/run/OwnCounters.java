package io.duality.engine.run;

import io.duality.boot.Hooks;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import io.duality.engine.detect.HandleHistory;
import io.duality.model.HandleSeen;
import io.duality.model.config.Config;
import io.duality.model.config.MetricName;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.List;

/** The agent's own figures, for triggers that compare them. */
final class OwnCounters {
  private final HandleHistory handles;

  OwnCounters(HandleHistory handles) {
    this.handles = handles;
  }

  /** What the metric triggers compare that are watched. */
  static List<MetricName> wanted(Config config) {
    List<MetricName> wanted = new ArrayList<>();
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.watched() && trigger.type() == TriggerType.METRIC) {
        MetricName name = MetricName.of(trigger.get(VitalKeys.METRIC));
        if (name != null) {
          wanted.add(name);
        }
      }
    }
    return wanted;
  }

  /** A counter by its name; null while it is not known. */
  Double read(String name) {
    return switch (name) {
      case "waits" -> (double) waits();
      case "hook-failures" -> (double) Hooks.failures();
      case "unseen-waits" -> (double) Slots.overflows();
      default -> {
        HandleSeen seen = handles.last(name.replace('-', ' '));
        yield seen == null ? null : Double.valueOf(seen.count());
      }
    };
  }

  private static int waits() {
    OpenSlot slot = new OpenSlot();
    int open = 0;
    for (int i = 0; i < Slots.capacity(); i++) {
      open += Slots.read(i, slot) ? 1 : 0;
    }
    return open;
  }
}
