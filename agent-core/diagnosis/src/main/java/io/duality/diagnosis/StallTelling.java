package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.CpuSeen;
import io.duality.model.Pattern;
import io.duality.model.StallSeen;
import io.duality.model.StallSeen.Cause;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import io.duality.model.config.Units;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All threads stood still, or were late: for how long, and what held them. */
final class StallTelling extends VitalTelling {
  private static final int MOST = 6;

  /** A process that uses so much of its processors stands in its own way. */
  private static final double OWN_SHARE = 0.7;

  private final StallSeen stall;

  StallTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.stall = stall();
  }

  /** The one that the trigger has seen; where that is not remembered, the longest. */
  private StallSeen stall() {
    StallSeen meant = null;
    for (StallSeen each : course.stalls()) {
      boolean same = Units.spoken(each.durationNanos(), "").equals(alarm().observed());
      meant = same ? each : meant;
    }
    return meant == null ? course.longestStall() : meant;
  }

  /** Whether a collection made it. */
  boolean collection() {
    return stall != null && stall.cause() == Cause.GC;
  }

  /** What the agent itself asked the JVM for is no trouble of the application's. */
  private static boolean own(StallSeen stall) {
    return stall.caller() != null && stall.caller().startsWith("duality-");
  }

  @Override
  Pattern pattern() {
    return Pattern.T22;
  }

  @Override
  RootCause cause() {
    if (stall == null) {
      return new RootCause("resource", incident.service(), "observed by the trigger");
    }
    return switch (stall.cause()) {
      case GC, VM_OPERATION ->
          stall.caller() == null
              ? new RootCause("resource", operation(), "it stopped all threads")
              : new RootCause("thread", Words.plain(stall.caller()), "it asked for " + operation());
      default -> new RootCause("resource", "processor", Words.plain(because()));
    };
  }

  private String operation() {
    return stall.operation() == null
        ? stall.cause() == Cause.GC ? "a collection" : "an operation of the VM"
        : (stall.cause() == Cause.GC ? "collection " : "VM operation ")
            + Words.plain(stall.operation());
  }

  private Instant end() {
    return incident.graph().look().wall(stall.endNanos());
  }

  private Instant begin() {
    return end().minusNanos(stall.durationNanos());
  }

  @Override
  String title() {
    if (stall == null) {
      return alarm().sentence();
    }
    boolean stopped = stall.cause() == Cause.GC || stall.cause() == Cause.VM_OPERATION;
    return (stopped ? "every thread stood still for " : "threads were late by ")
        + Words.duration(stall.durationNanos())
        + (stopped ? " from " : ", from ")
        + Words.time(begin()).substring(0, 8)
        + "Z: "
        + because();
  }

  private String because() {
    String caller = stall.caller() == null ? "" : ", asked for by " + stall.caller();
    return switch (stall.cause()) {
      case GC -> operation() + caller;
      case VM_OPERATION -> operation() + caller;
      case STARVED -> starved();
      case THROTTLED ->
          "the container's CPU quota was used up"
              + (throttled() <= 0
                  ? ""
                  : ", held back for " + Words.duration(throttled()) + " in the last minute");
      case SUSPENDED ->
          "the whole process was suspended, by a stop signal, a frozen container or a machine that"
              + (course.machineFull() ? " slept or is too full" : " slept");
      case UNKNOWN ->
          "nothing inside the JVM says why; the process may have been stopped or swapped out";
    };
  }

  private String starved() {
    String used =
        course.machine() < 0
            ? ""
            : ", the machine uses "
                + Amounts.figure(course.machine())
                + " cores, this process "
                + Amounts.figure(Math.max(0, course.cores()));
    if (StallSeen.STOLEN.equals(stall.operation())) {
      return "the host of this virtual machine gave its processors to others" + used;
    }
    if (StallSeen.PRESSURE.equals(stall.operation())) {
      return "some task of the machine waited for a processor all that time" + used;
    }
    return "they were ready and got no processor" + used;
  }

  /** Whether nobody heard what only the flight recorder tells, such as operations of the VM. */
  private boolean deaf() {
    return health.unknown().stream().anyMatch(each -> each.subject().equals("JFR"));
  }

  /** Whether this process itself uses most of what it may. */
  private boolean crowded() {
    return course.cpuShare() >= OWN_SHARE;
  }

  private double mean(ToDoubleFunction<CpuSeen.Crowd> share) {
    return course.minute().stream()
        .map(each -> each.cpu().crowd())
        .mapToDouble(share)
        .filter(each -> each >= 0)
        .average()
        .orElse(-1);
  }

  private static String share(double share) {
    return share < 0 ? "not counted" : Amounts.percent(share) + " of the time";
  }

  private long throttled() {
    return course.last() == null ? -1 : course.sum(each -> each.cpu().throttledNanos());
  }

  @Override
  public String root() {
    if (stall == null) {
      return observed() + ".";
    }
    return switch (stall.cause()) {
      case GC, VM_OPERATION ->
          Words.code(stall.operation() == null ? operation() : stall.operation())
              + " ran for "
              + Words.duration(stall.durationNanos())
              + " while all threads of the application were stopped"
              + (stall.caller() == null
                  ? "; who asked for it was not seen."
                  : "; thread " + Words.code(stall.caller()) + " asked for it.")
              + busy();
      default ->
          (deaf()
                  ? "whether an operation of the VM was under way nobody tells without the flight"
                      + " recorder; a collection was not: "
                  : "no operation of the VM and no collection was under way: ")
              + Words.text(because())
              + (stall.cause() == Cause.STARVED && crowded()
                  ? ". Its own threads want more than it may use: see which of them run."
                  : deaf() ? "." : ". The application's code is not the cause.");
    };
  }

  /** A pause is long as well when the collector's own threads get no processor. */
  private String busy() {
    return course.machineFull()
        ? " The machine was full meanwhile ("
            + Amounts.figure(Math.max(0, course.cores()))
            + " of "
            + Amounts.figure(course.last().cpu().cores())
            + " cores used by this process): it may have waited for a processor itself."
        : "";
  }

  @Override
  public String hurt() {
    List<StallSeen> all = course.stalls().stream().filter(each -> !own(each)).toList();
    long longest = all.stream().mapToLong(StallSeen::durationNanos).max().orElse(0);
    int n = all.size();
    return stall == null
        ? null
        : "every request that was under way waited "
            + Words.duration(stall.durationNanos())
            + " longer"
            + (n > 1
                ? "; "
                    + n
                    + " such times in the minutes that are remembered, the longest "
                    + Words.duration(longest)
                    + "."
                : "; it is over, and the only one that is remembered.");
  }

  @Override
  public List<String> block() {
    List<List<String>> rows = new ArrayList<>();
    List<StallSeen> worst = new ArrayList<>(course.stalls());
    worst.sort(Comparator.comparingLong(each -> -each.durationNanos()));
    worst = new ArrayList<>(worst.subList(0, Math.min(MOST, worst.size())));
    worst.sort(Comparator.comparingLong(StallSeen::endNanos));
    for (StallSeen each : worst) {
      Instant at = incident.graph().look().wall(each.endNanos() - each.durationNanos());
      rows.add(
          List.of(
              Words.time(at),
              Words.duration(each.durationNanos()),
              each.cause().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
              each.operation() == null ? "" : each.operation(),
              each.caller() == null
                  ? ""
                  : own(each) ? "by the capture of this bundle" : "by " + each.caller()));
    }
    return rows.size() < 2 ? List.of() : Columns.of(rows);
  }

  @Override
  List<Timeline.Told> events() {
    return stall == null
        ? List.of()
        : List.of(
            new Timeline.Told(begin(), "threads stand still: " + Words.text(because())),
            new Timeline.Told(end(), "they go on"));
  }

  @Override
  public Existing existing() {
    Vitals last = course.last();
    if (last == null) {
      return Existing.NOTHING;
    }
    return Existing.columns(
            "processor",
            "used by this process",
            "by the machine",
            "held back by quota",
            "a task waits for one",
            "stolen by the host")
        .row(
            last.cpu().cores() < 0 ? "not known" : Amounts.figure(last.cpu().cores()) + " cores",
            course.cores() < 0 ? "not known" : Amounts.figure(course.cores()),
            course.machine() < 0 ? "not known" : Amounts.figure(course.machine()),
            throttled() < 0 ? "not known" : Words.duration(throttled()),
            share(mean(CpuSeen.Crowd::machine))
                + (mean(CpuSeen.Crowd::group) < 0
                    ? ""
                    : ", in this container " + share(mean(CpuSeen.Crowd::group))),
            share(mean(CpuSeen.Crowd::stolen)));
  }

  @Override
  public List<String> steps() {
    Cause cause = stall == null ? Cause.UNKNOWN : stall.cause();
    return switch (cause) {
      case GC ->
          List.of(
              operation().contains("System.gc()")
                  ? "Find who calls `System.gc()`: `recording.jfr`, event `jdk.SystemGC`, has the stack."
                  : "See why the collection took so long: `recording.jfr`, events"
                      + " `jdk.GarbageCollection` and `jdk.GCPhasePause`.",
              "More threads do not help, and a restart only empties the heap for a while.");
      case VM_OPERATION ->
          List.of(
              stall.caller() == null
                  ? "Find who asks for it: `recording.jfr`, event `jdk.ExecuteVMOperation`, caller."
                  : stall.caller().equals("Attach Listener")
                      ? "Find the tool that is attached from outside (`jcmd`, `jmap`, a profiler, a"
                          + " monitoring agent): `Attach Listener` serves its requests."
                      : "See what "
                          + Words.code(stall.caller())
                          + " does in `threads.txt`: it asked for the operation.",
              "Nothing is to be freed: it is over. Later: do not run it while there is load.");
      case THROTTLED ->
          List.of(
              "Compare `cpu.stat` of the container (`nr_throttled`, `throttled_usec`) with its quota"
                  + " (`cpu.max`).",
              "More threads make it worse. Raise the quota, or give the JVM as many threads as it has"
                  + " cores (`-XX:ActiveProcessorCount`).");
      case STARVED ->
          crowded()
              ? List.of(
                  "See which threads of this process run: `threads.txt`, the figures `cpu=`, and"
                      + " `recording.jfr`, events `jdk.ThreadCPULoad` and `jdk.ExecutionSample`.",
                  "Fewer running threads, or more cores; a restart does not help while the work is"
                      + " the same.")
              : StallSeen.STOLEN.equals(stall.operation())
                  ? List.of(
                      "Ask the host of this virtual machine: `top` shows it as `st`; a burstable instance"
                          + " may have used up its credits.",
                      "A restart of this process does not help; another host or instance does.")
                  : List.of(
                      "See who else uses the machine: `top`, `/proc/pressure/cpu`.",
                      "A restart of this process does not help; moving it, or the neighbour, does.");
      default ->
          List.of(
              (course.machineFull()
                      ? "See first who uses the machine, whose processors are all busy: `top`,"
                          + " `/proc/pressure/cpu`. "
                      : "")
                  + "Ask the machine: `dmesg` and the log of the hypervisor for a stop, a migration or a"
                  + " suspended virtual machine; `/proc/pressure/memory` for swapping.",
              deaf()
                  ? "Start the next one with the flight recorder: it tells who asks the VM for what."
                  : "Nothing is to be done in the application: no thread of it was the cause.");
    };
  }
}
