package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.CrashSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** An earlier process ended without a word: how, how sure that is, and what it was doing. */
final class CrashTelling extends VitalTelling {
  private static final int MOST = 8;

  private final CrashSeen crash;
  private final Telling then;

  CrashTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.crash = health.crash();
    this.then = incident.graph().roots().isEmpty() ? null : new WaitTelling(incident);
  }

  private boolean nativeCrash() {
    return crash != null && crash.kind().equals("native crash");
  }

  @Override
  Pattern pattern() {
    return crash != null && crash.kind().equals("out of memory") ? Pattern.S11 : Pattern.S19;
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
          case "native crash" ->
              "crashed in native code"
                  + when
                  + ": "
                  + (crash.signal() == null ? "" : crash.signal() + " in ")
                  + (crash.problemFrame() == null ? "an unknown frame" : crash.problemFrame())
                  + (crash.module() == null ? "" : " of " + crash.module())
                  + (crash.thread() == null ? "" : ", thread " + crash.thread());
          case "killed" -> "was killed" + when;
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
      sentences.add(
          (crash.signal() == null ? "A signal" : Words.code(crash.signal()))
              + " in "
              + (crash.problemFrame() == null
                  ? "a frame that is not known"
                  : Words.code(crash.problemFrame()))
              + (crash.module() == null ? "" : " of " + Words.code(crash.module()))
              + (crash.thread() == null ? "" : " on thread " + Words.code(crash.thread()))
              + ".");
    }
    if (crash.fault() != null) {
      sentences.add("The frame is of " + article(crash.fault()) + ".");
    }
    if (crash.vmOperation() != null) {
      sentences.add("The VM was in the middle of " + Words.code(crash.vmOperation()) + ".");
    }
    if (then != null) {
      sentences.add("Before its end, " + then.root());
    }
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  private static String article(String fault) {
    return switch (fault) {
      case "native library" -> "a native library, not of the JVM or of Java code";
      case "JVM" -> "the JVM itself; native code may have damaged its memory before";
      default -> Words.text(fault);
    };
  }

  @Override
  public String hurt() {
    List<String> spans =
        incident.graph().look().threads().stream()
            .filter(each -> each.trace() != null && each.trace().spanName() != null)
            .map(each -> each.trace().spanName())
            .toList();
    String cut =
        spans.isEmpty()
            ? "what was under way is not known"
            : Words.count(spans.size(), "request")
                + " under way at the last look: "
                + Words.some(spans.stream().distinct().map(Words::code).toList(), 4);
    return then != null
        ? then.cut()
        : cut + (spans.isEmpty() ? "." : spans.size() == 1 ? "; it was cut." : "; they were cut.");
  }

  @Override
  public List<Note> notes() {
    return crash == null
        ? List.of()
        : List.of(
            new Note(
                "How sure",
                Words.text(crash.kind())
                    + ", because "
                    + Words.text(crash.why())
                    + "; last sign of life "
                    + Words.second(crash.lastSign())
                    + "."));
  }

  @Override
  Root waited() {
    return then == null ? null : incident.graph().roots().get(0);
  }

  @Override
  public String evidence() {
    return "**Evidence is safe:** what the process left was gathered here; nothing more will come."
        + (crash == null || crash.missingNanos() <= 0
            ? ""
            : " At most " + Words.duration(crash.missingNanos()) + " of its end is missing.");
  }

  @Override
  public List<String> block() {
    if (crash == null || crash.frames().isEmpty()) {
      return then == null ? List.of() : then.block();
    }
    List<String> lines = new ArrayList<>();
    for (String frame : crash.frames()) {
      if (lines.size() < MOST) {
        lines.add(Words.fenced(frame));
      }
    }
    return lines;
  }

  @Override
  List<Timeline.Told> events() {
    List<Timeline.Told> events = new ArrayList<>();
    events.add(
        new Timeline.Told(incident.graph().look().at(), "the last look that was written down"));
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
    Existing table = Existing.columns("thread", "trace", "did");
    for (ThreadSeen each : incident.graph().look().threads()) {
      if (each.trace() != null && table.lines().size() < 6) {
        String where = incident.graph().places().where(each);
        table =
            table.row(
                Words.code(each.label()),
                each.trace().spanName() == null
                    ? Words.code(each.trace().traceId())
                    : Words.code(each.trace().spanName())
                        + " "
                        + Words.code(each.trace().traceId()),
                where == null ? "not known" : Words.code(Sites.brief(where)));
      }
    }
    return table.isEmpty() ? new MemoryTable(course).table() : table;
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    String kind = crash == null ? "" : crash.kind();
    switch (kind) {
      case "native crash" -> {
        steps.add(
            "Read "
                + (crash.log() == null ? "the crash log" : Words.code(crash.log()))
                + ": stack, registers and the libraries of that moment; give it to whoever makes "
                + (crash.module() == null ? "the library" : Words.code(crash.module()))
                + ".");
        steps.add(
            "A restart is safe and does not remove the cause. Until it is known: the version of that"
                + " library and of the JVM that did not crash.");
      }
      case "killed" -> {
        steps.add(
            "Ask who killed it: `dmesg -T | grep -i -E 'killed process|oom'` for the kernel, `kubectl"
                + " describe pod` (reason `OOMKilled`, exit code 137) for the orchestrator.");
        if (then != null) {
          steps.add(
              "A liveness probe that failed because of the stall is a likely reason: remove the cause"
                  + " of the stall.");
          steps.addAll(then.stepsAfterwards());
        } else {
          steps.add(
              "Compare resident memory with the container's limit in `recording.jfr`"
                  + " (`jdk.ResidentSetSize`, `jdk.ContainerMemoryUsage`).");
        }
      }
      case "out of memory" ->
          steps.add(
              "See what filled the memory: the heap dump if one was made, else the recording.");
      case "machine restart" ->
          steps.add(
              "Ask the machine why it went down (`last -x`, its console): this process is innocent.");
      default ->
          steps.add(
              "See the last events in `recording.jfr`, and the log of the machine at that time.");
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
      if (crash.missingNanos() != 0) {
        unknown.add(
            crash.missingNanos() < 0
                ? "How much of its end is missing: nothing says when it died."
                : "The last "
                    + Words.duration(crash.missingNanos())
                    + ": the recording is written out once a second, what came after is lost.");
      }
      if (crash.kind().equals("killed")) {
        unknown.add("Who sent the signal: the JVM is not told.");
      }
    }
    return unknown;
  }
}
