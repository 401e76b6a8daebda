package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.config.HeartbeatSettings;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what was declared to move all the time and has stopped: a pool that ends no task, a queue
 * from which nothing is taken, a thread that goes on to nothing new, a span that does not begin.
 */
final class HeartbeatDetector implements Detector {
  private final TriggerSettings rule;
  private final Map<String, Pulse> pulses = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  HeartbeatDetector(TriggerSettings rule, List<HeartbeatSettings> heartbeats) {
    this.rule = rule;
    for (HeartbeatSettings heartbeat : heartbeats) {
      if (rule.names().matches(heartbeat.name())) {
        pulses.put(heartbeat.name(), new Pulse(heartbeat));
      }
    }
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  /** What moves only shows when somebody looks. */
  @Override
  public boolean absorb(Round round) {
    pulses.values().forEach(pulse -> pulse.spans(round));
    return !pulses.isEmpty();
  }

  @Override
  public List<String> remarks() {
    List<String> said = List.copyOf(remarks);
    remarks.clear();
    return said;
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    for (Pulse pulse : pulses.values()) {
      pulse.look(view);
      String remark = pulse.remark(view.nanos());
      if (remark != null) {
        remarks.add(remark);
      }
      if (pulse.late(view.nanos())) {
        alarms.add(alarm(view, pulse));
      }
    }
    return alarms;
  }

  private static Alarm alarm(View view, Pulse pulse) {
    HeartbeatSettings heartbeat = pulse.settings();
    List<Long> threads = pulse.threads(view);
    Blame blame = Blame.of(view, threads, "heartbeat:" + heartbeat.name());
    String silent =
        pulse.lastBeat() == Pulse.NEVER
            ? "has not moved for " + Units.spoken(view.nanos() - pulse.foundAt(), " ")
            : "moved last " + Units.spoken(view.nanos() - pulse.lastBeat(), " ") + " ago";
    boolean one = threads.size() == 1;
    String clause =
        blame.resourceKey() == null
            ? ""
            : (one
                    ? "; its thread waits"
                    : "; "
                        + blame.waiting()
                        + " of its "
                        + threads.size()
                        + (blame.waiting() == 1 ? " threads waits" : " threads wait"))
                + blame.what(view, threads);
    return new Alarm(
        "heartbeat",
        Signatures.of("heartbeat", List.of(heartbeat.name())),
        "heartbeat < " + heartbeat.expect().label(),
        pulse.beats(view.nanos()) + " in " + Units.print(heartbeat.expect().per()),
        pulse.what()
            + " "
            + silent
            + ", and "
            + heartbeat.expect().label()
            + " is expected"
            + clause,
        blame.rootKey(),
        blame.threadIds(),
        Math.max(1, threads.size()),
        blame.spanNames(),
        Set.of("heartbeat " + heartbeat.name()));
  }
}
