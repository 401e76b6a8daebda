package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.config.MetricName;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.List;
import java.util.Locale;

/** Compares one number with its bounds; an alarm when it is beyond one for long enough. */
final class MetricDetector implements Detector {
  private final TriggerSettings rule;
  private final MetricName metric;
  private final Double above;
  private final Double below;
  private final long lasting;
  private boolean complained;
  private boolean beyond;
  private long since;
  private long now;
  private double value;

  MetricDetector(TriggerSettings rule) {
    this.rule = rule;
    this.metric = MetricName.of(rule.get(VitalKeys.METRIC));
    this.above = MetricName.bound(rule.get(VitalKeys.ABOVE));
    this.below = MetricName.bound(rule.get(VitalKeys.BELOW));
    this.lasting = rule.get(VitalKeys.FOR).toNanos();
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public List<String> remarks() {
    if (complained || (metric != null && (above != null || below != null))) {
      return List.of();
    }
    complained = true;
    String lacks =
        TriggerKeys.name(rule.name(), metric == null ? VitalKeys.METRIC : VitalKeys.ABOVE);
    return List.of(
        lacks
            + (metric == null ? " is missing" : " and .below are missing")
            + ": trigger "
            + rule.name()
            + " compares nothing");
  }

  @Override
  public boolean absorb(Round round) {
    if (metric == null) {
      return false;
    }
    Double read = round.metrics().get(metric.text());
    boolean is =
        read != null && ((above != null && read > above) || (below != null && read < below));
    if (is && !beyond) {
      since = round.nanos();
    }
    beyond = is;
    now = round.nanos();
    value = read == null ? 0 : read;
    return fires();
  }

  private boolean fires() {
    return beyond && now - since >= lasting;
  }

  @Override
  public List<Alarm> look(View view) {
    if (!fires()) {
      return List.of();
    }
    boolean high = above != null && value > above;
    String bound = rule.get(high ? VitalKeys.ABOVE : VitalKeys.BELOW);
    return List.of(
        new Alarm(
            rule.type().label(),
            Signatures.of(
                rule.type().label(), List.of(rule.name(), metric.text(), high ? "above" : "below")),
            metric.text()
                + (high ? " > " : " < ")
                + bound
                + " for "
                + Units.print(rule.get(VitalKeys.FOR)),
            number(value),
            metric.text()
                + " is "
                + number(value)
                + ", "
                + (high ? "above " : "below ")
                + bound
                + " for "
                + Units.spoken(now - since, " "),
            "metric " + metric.text(),
            List.of(),
            0,
            List.of()));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
