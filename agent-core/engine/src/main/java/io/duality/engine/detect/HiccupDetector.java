package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.CpuSeen;
import io.duality.model.StallSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds times in which the application's threads stood still although nobody held them. What the
 * agent itself asked the JVM for is no alarm.
 */
final class HiccupDetector implements Detector {
  /** Of the agent, and of the recorder that it keeps busy. */
  private static final List<String> OWN = List.of("duality-", "JFR ");

  /** A process that uses so much of its processors stands in its own way. */
  private static final double OWN_SHARE = 0.7;

  private final TriggerSettings rule;
  private final long late;
  private final String condition;
  private final List<StallSeen> fresh = new ArrayList<>();
  private CpuSeen cpu = CpuSeen.NOTHING;

  HiccupDetector(TriggerSettings rule) {
    this.rule = rule;
    this.late = rule.get(VitalKeys.LATE).toNanos();
    this.condition = "hiccup.late > " + Units.print(rule.get(VitalKeys.LATE));
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    fresh.clear();
    if (round.vitals() != null) {
      cpu = round.vitals().cpu();
      for (StallSeen stall : round.vitals().stalls()) {
        boolean own = stall.caller() != null && OWN.stream().anyMatch(stall.caller()::startsWith);
        boolean told = StallSeen.OOM_DUMP.equals(stall.operation()); // by the trigger oom
        // Nobody waited while a laptop was closed; that a process was stopped is another matter.
        boolean slept = StallSeen.MACHINE_SLEPT.equals(stall.operation());
        boolean debugged = StallSeen.DEBUGGER.equals(stall.operation());
        if (stall.durationNanos() >= late && !own && !told && !slept && !debugged) {
          fresh.add(stall);
        }
      }
    }
    return !fresh.isEmpty();
  }

  @Override
  public List<Alarm> look(View view) {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    fresh.sort((a, b) -> Long.compare(b.durationNanos(), a.durationNanos()));
    for (StallSeen stall : fresh) {
      Alarm alarm = alarm(view, stall);
      alarms.putIfAbsent(alarm.signature(), alarm);
    }
    fresh.clear();
    return new ArrayList<>(alarms.values());
  }

  private Alarm alarm(View view, StallSeen stall) {
    List<Long> caller = new ArrayList<>();
    for (ThreadSeen thread : view.look().threads()) {
      if (thread.name().equals(stall.caller()) && caller.isEmpty()) {
        caller.add(thread.id());
      }
    }
    String operation = stall.operation() == null ? "" : stall.operation();
    return new Alarm(
        "hiccup",
        Signatures.of("hiccup", List.of(stall.cause().name(), operation)),
        condition,
        Units.spoken(stall.durationNanos(), ""),
        sentence(stall, cpu),
        caller.isEmpty() ? "process" : Blame.thread(caller.get(0)),
        caller,
        0,
        List.of());
  }

  /** Who had the processors, as far as that was counted. */
  private static String users(StallSeen stall, CpuSeen cpu) {
    if (StallSeen.STOLEN.equals(stall.operation())) {
      return "the host of this virtual machine gave them to others";
    }
    if (StallSeen.PRESSURE.equals(stall.operation())) {
      return "some task of the machine waited for one all that time, whose is not counted here";
    }
    return cpu.cores() > 0 && cpu.process() >= OWN_SHARE * cpu.cores()
        ? "this process's own threads used them"
        : "others on this machine used them all";
  }

  /** {@code all threads stood still for 1.2 s: …}. */
  static String sentence(StallSeen stall, CpuSeen cpu) {
    String time = Units.spoken(stall.durationNanos(), " ");
    String by = stall.caller() == null ? "" : ", asked for by thread " + stall.caller();
    String what = stall.operation();
    return switch (stall.cause()) {
      case GC ->
          "all threads stood still for "
              + time
              + ": the collector stopped them"
              + (what == null ? "" : ", " + what)
              + by;
      case VM_OPERATION ->
          "all threads stood still for "
              + time
              + ": the JVM stopped them for "
              + (what == null ? "a safepoint that some thread was slow to reach" : what)
              + by;
      case STARVED ->
          "threads that were ready got no processor for " + time + ": " + users(stall, cpu);
      case THROTTLED ->
          "threads that were ready got no processor for "
              + time
              + ": the container's quota was used up";
      case SUSPENDED ->
          "the whole process was suspended for "
              + time
              + ": by a stop signal, a frozen container or a machine that slept";
      case UNKNOWN -> "threads were late by " + time + ", and nothing says why";
    };
  }
}
