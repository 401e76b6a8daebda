package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.FailureSeen;
import io.duality.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The JVM went down: what it was in the middle of then. */
final class ExitTelling implements Telling {
  private static final String WHILE = "the JVM is asked to end while ";

  private final Case incident;
  private final CaptureRequest request;
  private final Telling then;
  private final boolean stalled;
  private final boolean waited;

  /**
   * @param then what was going on
   */
  ExitTelling(Case incident, CaptureRequest request, Telling then) {
    this.incident = incident;
    this.request = request;
    this.then = then;
    this.stalled = !(then instanceof QuietTelling);
    this.waited = then instanceof WaitTelling || then instanceof BacklogTelling;
  }

  @Override
  public Verdict verdict() {
    Verdict inner = then.verdict();
    return new Verdict(inner.pattern(), incident.service() + ": " + brief(), inner.rootCause());
  }

  @Override
  public String signature() {
    return then.signature();
  }

  @Override
  public String brief() {
    String when = "went down at " + Words.time(request.at()).substring(0, 8) + "Z";
    String trouble = trouble();
    return stalled
        ? when + " while " + (then.brief().startsWith("heap ") ? "the " : "") + then.brief()
        : trouble == null ? when + "; nothing was stalled" : when + " while " + trouble;
  }

  /** What was wrong although nothing waited, such as a heap that was nearly full; or null. */
  private String trouble() {
    String sentence = request.alarm().sentence();
    return sentence.startsWith(WHILE) ? sentence.substring(WHILE.length()) : null;
  }

  @Override
  public String root() {
    return then.root();
  }

  @Override
  public String hurt() {
    return then.cut();
  }

  @Override
  public List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    FailureSeen shutdown = null;
    for (FailureSeen each : incident.evidence().health().failures()) {
      shutdown = each.kind().equals("shutdown") ? each : shutdown;
    }
    String how =
        shutdown == null
            ? Words.text(request.alarm().sentence())
            : "the JVM was told to go down, known by "
                + Words.text(shutdown.knownBy())
                + (shutdown.threadName().isEmpty()
                    ? ""
                    : ", on " + Words.code(shutdown.threadName()));
    notes.add(
        new Note(
            "End",
            how
                + (waited
                    ? ". What waited when it went down did not end by itself; it was cut."
                    : !stalled && trouble() == null ? ". It is an end like any other." : ".")));
    notes.addAll(then.notes());
    return notes;
  }

  @Override
  public String evidence() {
    return "**Evidence is safe:** it was taken before the JVM went, within its bound.";
  }

  @Override
  public List<String> block() {
    return then.block();
  }

  @Override
  public List<String> timeline() {
    return then.timeline();
  }

  @Override
  public Existing existing() {
    return then.existing();
  }

  @Override
  public List<String> risks() {
    return then.risks();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    steps.add(
        stalled
            ? "The process is gone"
                + (waited ? ", and with it what waited" : "")
                + "; its end does not remove the cause: see that the next one does not run into it."
            : trouble() == null
                ? "Nothing, unless nobody meant it to go down: then ask who sent the signal"
                    + " (orchestrator, deployment, watchdog)."
                : "Ask who sent the signal (orchestrator, deployment, watchdog), and whether it was for"
                    + " that reason: the next process runs into it as well.");
    if (stalled) {
      steps.add(
          "Ask who ended it and why: a liveness probe that failed because of "
              + (waited ? "the stall" : "that")
              + " looks the same as a deployment.");
      steps.addAll(then.stepsAfterwards());
    }
    return steps;
  }

  @Override
  public List<String> views() {
    return then.views();
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>(then.unknown());
    unknown.add("Who told it to go down: the JVM does not learn the sender of a signal.");
    return unknown;
  }
}
