package io.duality.diagnosis;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Look;
import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A thread that used much of the processor before the incident, and where it was. */
final class Spun {
  private static final String SUBJECT = "spinner ";
  private static final long WINDOW_NANOS = 15_000_000_000L;
  private static final double BUSY = 0.5;
  private static final int LEAST_READINGS = 3;
  private static final long TRICKLE = 256L * 1024;

  final long id;

  /** Whether an alarm is about it. */
  final boolean alarmed;

  final SpinFrames frames = new SpinFrames();

  /** What the thread is called, also when it has ended since. */
  String name;

  private double cores;
  private int readings;
  private long first;
  private long last;
  private long waits;
  private long allocated;
  private boolean counted;

  private Spun(long id, boolean alarmed) {
    this.id = id;
    this.alarmed = alarmed;
    this.name = "thread " + id;
  }

  /** The threads that alarms on the processor name. */
  static Set<Long> alarmed(Evidence evidence) {
    Set<Long> ids = new LinkedHashSet<>();
    List<CaptureRequest> requests = new ArrayList<>(evidence.additional());
    requests.add(0, evidence.request());
    for (CaptureRequest request : requests) {
      Alarm alarm = request.alarm();
      for (long id : alarm.threadIds()) {
        if (alarm.subjects().contains(SUBJECT + id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /** Those that alarms name, then those that used most. */
  static List<Spun> of(Case incident) {
    Evidence evidence = incident.evidence();
    Map<Long, Spun> found = new LinkedHashMap<>();
    alarmed(evidence).forEach(id -> found.put(id, new Spun(id, true)));
    Map<Long, Long> carried = new LinkedHashMap<>();
    evidence.looks().forEach(look -> carried.putAll(look.carried()));
    List<Vitals> series = evidence.health().series();
    long end = series.isEmpty() ? 0 : series.get(series.size() - 1).nanos();
    for (Vitals vitals : series) {
      if (end - vitals.nanos() <= WINDOW_NANOS) {
        for (ThreadCpu each : vitals.cpu().threads()) {
          long id = carried.getOrDefault(each.threadId(), each.threadId());
          found.computeIfAbsent(id, key -> new Spun(key, false)).add(vitals, each);
        }
      }
    }
    found.values().removeIf(spun -> !spun.alarmed && !spun.busy());
    for (Look look : evidence.looks()) {
      look.threads().forEach(thread -> seen(found, thread));
    }
    evidence.threads().forEach(thread -> seen(found, thread));
    List<Spun> all = new ArrayList<>(found.values());
    all.sort(
        (a, b) ->
            a.alarmed == b.alarmed ? Double.compare(b.share(), a.share()) : a.alarmed ? -1 : 1);
    return all.subList(0, Math.min(all.size(), CpuSeen.MOST_THREADS));
  }

  private static void seen(Map<Long, Spun> found, ThreadSeen thread) {
    Spun spun = found.get(thread.id());
    if (spun != null) {
      spun.frames.add(thread.frames());
      spun.name = thread.label();
    }
  }

  private void add(Vitals vitals, ThreadCpu figures) {
    first = readings == 0 ? vitals.nanos() - vitals.sinceNanos() : first;
    last = vitals.nanos();
    readings++;
    cores += figures.cores();
    if (figures.waits() >= 0 && figures.allocatedBytes() >= 0) {
      counted = true;
      waits += figures.waits();
      allocated += figures.allocatedBytes();
    }
  }

  private boolean busy() {
    return readings >= LEAST_READINGS && share() >= BUSY;
  }

  /** What part of a core it used; negative when nobody measured it. */
  double share() {
    return readings == 0 ? -1 : cores / readings;
  }

  /** For how long it was measured. */
  long nanos() {
    return last - first;
  }

  /** Whether nothing was seen that it got done. */
  boolean stands() {
    return !frames.moved() && frames.samples() > 1 && (alarmed || (counted && nothingDone()));
  }

  private boolean nothingDone() {
    return waits == 0 && allocated <= TRICKLE * Math.max(1, nanos() / 1_000_000_000L);
  }

  /** {@code 98 % of a core over 9 s}. */
  String used() {
    return share() < 0
        ? "little of the processor"
        : Math.round(100 * share()) + " % of a core over " + Words.duration(nanos());
  }

  /** {@code it stays in … in all 7 stacks, no wait of it ended, 0 B allocated}. */
  String where() {
    StackTraceElement stays = frames.stays();
    if (stays == null) {
      return "no stack of it was taken";
    }
    StackTraceElement now = frames.now();
    return (frames.moved() ? "it was last in " : "it stays in ")
        + Words.code(Stacks.full(stays))
        + (frames.samples() > 1 && !frames.moved()
            ? ", the same few methods in " + frames.samples() + " stacks"
            : "")
        + (now == null || now.equals(stays)
            ? ""
            : ", at the moment in " + Words.code(Stacks.dotted(now)))
        + (counted && nothingDone()
            ? "; no wait of it ended and it allocated next to nothing"
            : "");
  }
}
