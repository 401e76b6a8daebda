package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.Finding.Severity;
import io.duality.model.HookState;
import io.duality.model.Pattern;
import io.duality.model.StepResult;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end of the summary: what the other view says, and what is not known. */
final class Endnotes {
  private static final int MOST = 5;

  private Endnotes() {}

  /** The duals of the findings that the verdict rests on. */
  static List<String> twoViews(Case incident, Findings findings, Telling telling) {
    List<String> lines = new ArrayList<>();
    Finding leading =
        findings.findings().stream()
            .filter(f -> f.pattern() == findings.verdict().pattern())
            .findFirst()
            .orElse(null);
    for (Dual dual : leading == null ? List.<Dual>of() : leading.duals()) {
      boolean blind =
          dual.verdict() == DualVerdict.UNOBSERVED && !dual.statement().startsWith("not yet");
      blind |= dual.statement().equals(Duals.NOWHERE);
      if (!blind && lines.size() < MOST) {
        lines.add(
            "- "
                + leading.pattern()
                + " "
                + leading.pattern().title()
                + " <-> "
                + dual.pattern()
                + " "
                + dual.pattern().title()
                + ": "
                + (dual.verdict() == DualVerdict.UNOBSERVED ? "" : dual.verdict().label() + ", ")
                + Words.text(dual.statement())
                + ".");
      }
    }
    work(findings, leading, lines);
    if (incident.graph().deadlocks().isEmpty() && !incident.graph().activeWaits().isEmpty()) {
      String blind = UnseenCycles.why(incident);
      boolean timed = !incident.graph().cycles().isEmpty();
      List<String> sentences = new ArrayList<>();
      sentences.add(
          blind == null
              ? "Not a deadlock: "
                  + (timed ? "a timeout opens the cycle." : "no cycle at the look.")
              : "Whether it is a deadlock was not seen: " + Words.text(blind) + ".");
      sentences.addAll(new Course(incident.evidence().health()).innocent());
      lines.add("- " + String.join(" ", sentences));
    }
    telling.views().forEach(sentence -> lines.add("- " + sentence));
    return lines;
  }

  /** What else was found of pools and queues, where the other view says the same. */
  private static void work(Findings findings, Finding leading, List<String> lines) {
    for (Pattern pattern : List.of(Pattern.S20, Pattern.S06, Pattern.S07, Pattern.S21)) {
      if (leading != null && leading.pattern() == pattern) {
        continue;
      }
      for (Finding finding : findings.findings()) {
        Dual dual =
            finding.duals().stream()
                .filter(each -> each.verdict() == DualVerdict.CONFIRMED)
                .findFirst()
                .orElse(null);
        if (finding.pattern() == pattern
            && dual != null
            && finding.severity() != Severity.INFO
            && lines.size() < MOST) {
          lines.add(
              "- "
                  + pattern
                  + " "
                  + pattern.title()
                  + " <-> "
                  + dual.pattern()
                  + " "
                  + dual.pattern().title()
                  + ": confirmed, "
                  + Words.text(dual.statement())
                  + ".");
          break;
        }
      }
    }
  }

  static List<String> notKnown(Case incident, Telling telling) {
    List<String> lines = new ArrayList<>();
    telling.unknown().forEach(sentence -> lines.add("- " + sentence));
    Set<Unknown> unknown = new LinkedHashSet<>(incident.graph().look().unknown());
    unknown.addAll(incident.evidence().unknown());
    unknown.addAll(incident.evidence().health().unknown());
    unknown.removeIf(each -> said(incident, each) || UnseenCycles.idle(incident, each));
    int told = 0;
    for (Unknown each : unknown) {
      if (lines.size() >= MOST) {
        lines.add("- " + (unknown.size() - told) + " more: `waits.json`, `unknown`.");
        break;
      }
      lines.add(
          "- "
              + (each.what().equals("all of them") ? "Not seen: some" : Words.text(each.what()))
              + " of "
              + Words.code(each.subject())
              + ": "
              + Words.text(each.why())
              + ".");
      told++;
    }
    unsampled(incident, lines);
    hooks(incident, lines);
    steps(incident)
        .forEach(
            (why, steps) -> {
              if (lines.size() < MOST + 4) {
                lines.add("- " + Words.list(steps) + ": " + why + ".");
              }
            });
    boolean recorded =
        incident.evidence().steps().stream()
            .anyMatch(
                step ->
                    step.step().startsWith("recording") && step.status() == StepResult.Status.OK);
    boolean dead = incident.evidence().health().crash() != null;
    lines.add(
        "- What the recording says: this verdict was made from "
            + (dead
                ? "what the process left, after its end."
                : "looks"
                    + (incident.sources().contains(Rule.Source.DUMP) ? " and the thread dump" : "")
                    + " while it happened.")
            + (recorded ? " Open `recording.jfr` in JDK Mission Control." : ""));
    return lines;
  }

  /** The root's paragraph has said already that nobody knows who holds it. */
  private static boolean said(Case incident, Unknown unknown) {
    if (incident.graph().roots().isEmpty()) {
      return false;
    }
    Root root = incident.graph().roots().get(0);
    return root.kind() == Root.Kind.UNKNOWN_HOLDER
        && unknown.what().equals("holder")
        && unknown.subject().equals(incident.graph().resource(root.resourceKey()).name());
  }

  /** Steps that gave nothing, by what became of them. */
  private static Map<String, List<String>> steps(Case incident) {
    Map<String, List<String>> steps = new LinkedHashMap<>();
    for (StepResult step : incident.evidence().steps()) {
      if (step.status() != StepResult.Status.OK) {
        String why =
            step.status().label() + (step.reason() == null ? "" : ", " + Words.text(step.reason()));
        steps.computeIfAbsent(why, key -> new ArrayList<>()).add(Words.text(step.step()));
      }
    }
    return steps;
  }

  private static void unsampled(Case incident, List<String> lines) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> unsampled = new LinkedHashSet<>();
    for (Root root : incident.graph().roots()) {
      for (long id : root.behind()) {
        ThreadSeen thread = incident.graph().thread(id);
        if (thread != null && thread.trace() != null) {
          all.add(thread.trace().traceId());
          if (!thread.trace().sampled()) {
            unsampled.add(thread.trace().traceId());
          }
        }
      }
    }
    if (!unsampled.isEmpty()) {
      lines.add(
          "- "
              + unsampled.size()
              + " of "
              + Words.count(all.size(), "trace")
              + (unsampled.size() == 1 ? " is" : " are")
              + " unsampled: the tracing backend does not have "
              + (unsampled.size() == 1 ? "it." : "them."));
    }
  }

  private static void hooks(Case incident, List<String> lines) {
    List<HookState> off = incident.evidence().hooks().stream().filter(HookState::off).toList();
    if (!off.isEmpty()) {
      lines.add(
          "- What "
              + Words.count(off.size(), "hook")
              + " would have seen ("
              + Words.text(off.get(0).line())
              + (off.size() == 1 ? ")." : ", …)."));
    }
  }
}
