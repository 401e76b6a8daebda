package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Why a bundle was captured, where that is more than one alarm: a trigger over others, and more
 * evidence than usual because the incident comes again and again.
 */
final class Reason {
  private Reason() {}

  /**
   * The evidence as the rules read it: what a trigger over others saw is what its operands saw. The
   * first of them is what the incident is about, the others came to it.
   */
  static Evidence told(Evidence evidence) {
    List<CaptureRequest> all = requests(evidence);
    if (all.stream().allMatch(each -> each.operands().isEmpty())) {
      return evidence;
    }
    List<CaptureRequest> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    all.forEach(each -> add(each, parts, names));
    CaptureRequest first = parts.remove(0);
    return new Evidence(
        evidence.service(),
        evidence.process(),
        first,
        parts,
        evidence.looks(),
        evidence.dump(),
        evidence.threads(),
        evidence.ended(),
        evidence.histories(),
        evidence.steps(),
        evidence.hooks(),
        evidence.occurrence(),
        evidence.health(),
        evidence.unknown());
  }

  /** The request and those that joined it. */
  static List<CaptureRequest> requests(Evidence evidence) {
    List<CaptureRequest> requests = new ArrayList<>(evidence.additional());
    requests.add(0, evidence.request());
    return requests;
  }

  /** What a trigger saw that is not told already. */
  private static void add(CaptureRequest of, List<CaptureRequest> parts, Set<String> names) {
    if (of.operands().isEmpty() && names.add(of.trigger() + of.alarm().signature())) {
      parts.add(of);
    }
    for (Operand operand : of.operands()) {
      if (names.add(operand.trigger() + operand.alarm().signature())) {
        parts.add(
            new CaptureRequest(
                of.bundleId(),
                operand.trigger(),
                operand.type(),
                operand.at(),
                operand.alarm(),
                of.steps()));
      }
    }
  }

  /** The paragraphs about it. */
  static List<Telling.Note> notes(Evidence evidence) {
    List<Telling.Note> notes = new ArrayList<>();
    for (CaptureRequest request : requests(evidence)) {
      if (!request.operands().isEmpty()) {
        notes.add(new Telling.Note("Together", together(request)));
      }
    }
    for (CaptureRequest request : requests(evidence)) {
      if (request.escalated() != null) {
        notes.add(new Telling.Note("Escalated", Words.heading(request.escalated()) + "."));
      }
    }
    return notes;
  }

  private static String together(CaptureRequest request) {
    List<String> parts = new ArrayList<>();
    for (Operand operand : request.operands()) {
      parts.add(
          Words.code(operand.trigger())
              + " at "
              + Words.time(operand.at())
              + "Z, observed "
              + Words.heading(operand.alarm().observed())
              + " ("
              + Words.text(operand.alarm().condition())
              + ")");
    }
    return "trigger "
        + Words.code(request.trigger())
        + ", "
        + Words.heading(request.alarm().condition())
        + ": "
        + String.join("; ", parts)
        + ".";
  }
}
