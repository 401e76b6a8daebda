package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.CrashSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Pattern;
import io.duality.model.StepResult;
import io.duality.model.Verdict.RootCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An earlier process ended without a word: how, how sure that is, and what it was doing. */
final class CrashTelling extends VitalTelling {
  private final CrashSeen crash;
  private final CrashWords words;
  private final UnderWay underWay;
  private final Telling then;

  CrashTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.crash = health.crash();
    this.words = crash == null ? null : new CrashWords(crash);
    this.underWay = new UnderWay(incident, crash == null ? List.of() : crash.open());
    this.then = incident.graph().roots().isEmpty() ? null : new WaitTelling(incident);
  }

  private boolean nativeCrash() {
    return crash != null && crash.kind().equals("native crash");
  }

  private boolean nativeMemory() {
    return crash != null && crash.kind().equals("native memory exhausted");
  }

  @Override
  Pattern pattern() {
    return nativeMemory() || (crash != null && crash.kind().equals("out of memory"))
        ? Pattern.S11
        : Pattern.S19;
  }

  @Override
  RootCause cause() {
    if (crash == null) {
      return new RootCause("resource", incident.service(), "observed by the trigger");
    }
    return nativeCrash()
        ? new RootCause(
            "resource",
            Words.plain(crash.module() == null ? "native code" : crash.module()),
            Words.plain(
                (crash.signal() == null ? "it crashed" : crash.signal())
                    + (crash.problemFrame() == null ? "" : " in " + crash.problemFrame())))
        : then != null && crash.kind().equals("killed")
            ? then.verdict().rootCause()
            : new RootCause(
                "resource",
                incident.service() + " " + incident.evidence().process().pid(),
                Words.plain(crash.why()));
  }

  @Override
  String title() {
    if (crash == null) {
      return alarm().sentence();
    }
    String when = " at about " + Words.time(crash.lastSign()).substring(0, 8) + "Z";
    String how =
        switch (crash.kind()) {
          case "native crash" -> words.where() + when + ": " + words.brief();
          case "native memory exhausted" ->
              "ended" + when + ": the system gave the JVM no more memory";
          case "killed" -> "was killed or halted" + when;
          case "machine restart" -> "ended with its machine" + when + ", which was restarted";
          case "out of memory" -> "ended by an OutOfMemoryError" + when;
          default -> "ended without a word" + when;
        };
    return "process "
        + incident.evidence().process().pid()
        + " "
        + how
        + (then == null ? "" : ", while " + then.brief());
  }

  @Override
  public String root() {
    if (crash == null) {
      return observed() + ".";
    }
    List<String> sentences = new ArrayList<>();
    if (nativeCrash()) {
      sentences.addAll(words.root());
    } else if (nativeMemory()) {
      sentences.add(
          "The system gave the JVM no more memory for itself"
              + (crash.details().message() == null
                  ? "."
                  : ": " + Words.text(crash.details().message()).replaceFirst("\\.$", "") + "."));
      sentences.add("That is no OutOfMemoryError: the Java heap need not be full.");
    }
    if (then == null && crash.kind().equals(CrashSeen.KILLED) && seen()) {
      sentences.add(
          "Nothing was stalled at the last look"
              + (sinceLook() < 1_000_000
                  ? ""
                  : ", " + Words.duration(sinceLook()) + " before the last sign of life")
              + ": what ended it came at once, from outside or from its own code.");
    }
    if (then != null) {
      sentences.add("Before its end, " + then.root());
    }
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  /** Whether the black box says how it stood. */
  private boolean seen() {
    return incident.graph().look().unknown().stream()
        .noneMatch(each -> Set.of("black box", "looks").contains(each.subject()));
  }

  private long sinceLook() {
    return Math.max(0, Duration.between(incident.graph().look().at(), crash.lastSign()).toNanos());
  }

  @Override
  public String hurt() {
    return then == null ? underWay.cut() : then.cut() + underWay.others();
  }

  @Override
  public List<Note> notes() {
    if (crash == null) {
      return List.of();
    }
    List<Note> notes = new ArrayList<>();
    notes.add(
        new Note(
            "How sure",
            Words.text(crash.kind())
                + ", because "
                + Words.text(crash.why()).replaceFirst("\\.$", "")
                + "; last sign of life "
                + Words.second(crash.lastSign())
                + "."));
    String figures = words.then();
    if (figures != null) {
      notes.add(new Note("JVM then", figures));
    }
    return notes;
  }

  @Override
  Root waited() {
    return then == null ? null : incident.graph().roots().get(0);
  }

  /** Whether the bundle has no recording: then no part of it is missing, but all. */
  private boolean unrecorded() {
    return incident.evidence().steps().stream()
        .anyMatch(step -> step.step().equals("recording") && step.status() != StepResult.Status.OK);
  }

  @Override
  public String evidence() {
    return "**Evidence is safe:** what the process left was gathered here; nothing more will come."
        + (crash == null || crash.missingNanos() <= 0 || unrecorded()
            ? ""
            : " At most " + Words.duration(crash.missingNanos()) + " of its end is missing.");
  }

  @Override
  public List<String> block() {
    if (crash == null || crash.frames().isEmpty()) {
      return then == null ? List.of() : then.block();
    }
    return words.stack();
  }

  @Override
  List<Timeline.Told> events() {
    List<Timeline.Told> events = new ArrayList<>();
    if (crash == null || sinceLook() > 0) {
      events.add(
          new Timeline.Told(incident.graph().look().at(), "the last look that was written down"));
    }
    for (FailureSeen each : health.failures()) {
      if (events.size() < 4) {
        events.add(Failures.told(incident, each));
      }
    }
    if (crash != null) {
      events.add(new Timeline.Told(crash.lastSign(), "the last sign of life"));
    }
    return events;
  }

  @Override
  public Existing existing() {
    if (then != null) {
      return then.existing();
    }
    Existing table = underWay.table();
    return table.isEmpty() ? new MemoryTable(course).table() : table;
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    String kind = crash == null ? "" : crash.kind();
    switch (kind) {
      case "native crash" -> steps.addAll(words.steps());
      case "native memory exhausted" -> {
        steps.add(
            "Add up what it may take: `-Xmx`, metaspace, threads times `-Xss`, direct buffers, code"
                + " cache, and native libraries; compare with the limit of the container or machine.");
        steps.add(
            "Limits that refuse memory while some is free: `ulimit -v`, `cat"
                + " /proc/sys/vm/max_map_count`, `/proc/sys/vm/overcommit_memory`, the container's pids"
                + " (each thread needs a stack).");
        steps.add("To see who takes it: run with `-XX:NativeMemoryTracking=summary`.");
      }
      case "killed" -> {
        steps.add(
            "Ask who killed it: `dmesg -T | grep -i -E 'killed process|oom'` for the kernel, `kubectl"
                + " describe pod` (reason `OOMKilled`) for the orchestrator.");
        steps.add(
            "The exit code tells them apart: 137 is `kill -9` or the OOM killer, 134 an abort in native"
                + " code, 139 a crash too deep for a crash log (stack overflow in native code), any"
                + " other the number that was given to `Runtime.halt`.");
        if (then != null) {
          steps.add(
              "A liveness probe that failed because of the stall is a likely reason: remove the cause"
                  + " of the stall.");
          steps.addAll(then.stepsAfterwards());
        } else if (!unrecorded()) {
          steps.add(
              "Compare resident memory with the container's limit in `recording.jfr`"
                  + " (`jdk.ResidentSetSize`, `jdk.ContainerMemoryUsage`).");
        }
      }
      case "out of memory" ->
          steps.add(
              "See what filled the memory: the heap dump if one was made"
                  + (unrecorded() ? "." : ", else the recording."));
      case "machine restart" ->
          steps.add(
              "Ask the machine why it went down (`last -x`, its console): this process is innocent.");
      default ->
          steps.add(
              unrecorded()
                  ? "See the log of the machine at that time."
                  : "See the last events in `recording.jfr`, and the log of the machine at that"
                      + " time.");
    }
    return steps;
  }

  @Override
  public List<String> views() {
    return then == null ? super.views() : List.of();
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    if (crash != null) {
      if (crash.missingNanos() != 0 && !unrecorded()) {
        unknown.add(
            crash.missingNanos() < 0
                ? "How much of its end is missing: nothing says when it died."
                : "The last "
                    + Words.duration(crash.missingNanos())
                    + ": the recording is written out once a second, what came after is lost.");
      }
      if (crash.kind().equals("killed")) {
        unknown.add(
            "When it died: after its last sign of life; the next was due about 1 s later, with"
                + " thousands of threads up to 5 s.");
        unknown.add("Who sent the signal: the JVM is not told.");
      }
    }
    return unknown;
  }
}
