package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.PinSeen;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds carriers that virtual threads keep: while they do, from looks, and afterwards, from what
 * the JVM says of a virtual thread that waited without leaving its carrier.
 */
final class PinnedDetector implements Detector {
  /** A time that has ended is true for this long, so that a second look can confirm it. */
  private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MOST = 16;

  private final TriggerSettings rule;
  private final StarvationDetector carriers;
  private final String condition;
  private final List<Told> told = new ArrayList<>();
  private long alarmedAt = Long.MIN_VALUE;
  private long apart;

  private record Told(PinSeen pin, long at) {}

  PinnedDetector(TriggerSettings rule) {
    this.rule = rule;
    this.carriers = StarvationDetector.ofCarriers(rule);
    this.condition = "pinned.age > " + Units.print(rule.age());
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public void pace(long nanos) {
    apart = nanos;
  }

  @Override
  public boolean absorb(Round round) {
    long lasts = Math.max(TOLD_NANOS, 2 * apart); // until a second look, which may be late
    told.removeIf(each -> round.nanos() - each.at() > lasts);
    if (round.vitals() != null) {
      for (PinSeen pin : round.vitals().pins()) {
        boolean known = alarmedAt != Long.MIN_VALUE && begin(pin) <= alarmedAt;
        if (pin.durationNanos() >= rule.age().toNanos() && !known && told.size() < MOST) {
          told.add(new Told(pin, round.nanos()));
        }
      }
    }
    return carriers.absorb(round) || !told.isEmpty();
  }

  private static long begin(PinSeen pin) {
    return pin.endNanos() - pin.durationNanos();
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>(carriers.look(view));
    if (!alarms.isEmpty()) {
      alarmedAt = view.nanos();
      for (Iterator<Told> each = told.iterator(); each.hasNext(); ) {
        if (begin(each.next().pin()) <= alarmedAt) {
          each.remove(); // a part of what the looks show
        }
      }
    }
    for (Told each : told) {
      Alarm alarm = alarm(each.pin());
      if (alarms.stream().noneMatch(other -> other.signature().equals(alarm.signature()))) {
        alarms.add(alarm);
      }
    }
    return alarms;
  }

  private Alarm alarm(PinSeen pin) {
    String at = pin.at() == null ? "" : pin.at().getClassName() + "." + pin.at().getMethodName();
    String reason = pin.reason() == null ? "" : pin.reason();
    String who =
        pin.threadName().isEmpty()
            ? "virtual thread " + pin.threadId()
            : "virtual thread " + pin.threadName();
    return new Alarm(
        "pinned",
        Signatures.of("pinned", List.of(at, reason)),
        condition,
        Units.spoken(pin.durationNanos(), ""),
        who
            + " kept its carrier"
            + (pin.carrier() == null ? "" : " " + pin.carrier())
            + " for "
            + Units.spoken(pin.durationNanos(), " ")
            + " while it waited"
            + (pin.at() == null ? "" : " in " + pin.at())
            + (reason.isEmpty() ? "" : ": " + reason),
        Blame.thread(pin.threadId()),
        List.of(pin.threadId()),
        1,
        List.of(),
        Set.of("pin " + pin.threadId() + " " + pin.endNanos()));
  }

  @Override
  public void nothing() {
    carriers.nothing();
  }

  @Override
  public boolean suspicious() {
    return carriers.suspicious() || !told.isEmpty();
  }
}
