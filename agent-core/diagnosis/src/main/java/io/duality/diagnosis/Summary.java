package io.duality.diagnosis;

import io.duality.model.Occurrence;
import io.duality.model.StepResult;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code summary.md}: at most 60 lines, nothing in it without evidence. */
public final class Summary {
  private final Case incident;
  private final Findings findings;
  private final Telling telling;
  private final Page page = new Page();

  private Summary(Case incident, Findings findings) {
    this.incident = incident;
    this.findings = findings;
    this.telling = incident.telling();
  }

  /** The summary, under the default idle policy. */
  public static String of(Evidence evidence, Findings findings) {
    return of(evidence, findings, IdlePolicy.DEFAULT);
  }

  /**
   * The summary.
   *
   * @param evidence what is known; one look is enough
   * @param findings what was made of it
   * @param policy the policy with which it was made
   */
  public static String of(Evidence evidence, Findings findings, IdlePolicy policy) {
    Summary summary = new Summary(new Case(evidence, policy), findings);
    return summary.write();
  }

  private String write() {
    page.line("# " + Words.heading(findings.verdict().title()));
    page.blank();
    paragraph("Root", telling.root());
    paragraph("Hurt", telling.hurt());
    telling.notes().forEach(note -> paragraph(note.label(), note.text()));
    incident.reasons().forEach(note -> paragraph(note.label(), note.text()));
    if (telling.incident()) {
      evidence();
    }
    block(telling.block());
    page.section("What happened (UTC)", telling.timeline(), 26);
    existing(telling.existing());
    risks(telling.risks());
    page.section("Do next", numbered(telling.steps()), 10);
    page.section("Two views", Endnotes.twoViews(incident, findings, telling), 6);
    page.section("Not known", Endnotes.notKnown(incident, telling), 0);
    return page.text();
  }

  private void paragraph(String label, String text) {
    if (text != null) {
      page.folded("**" + label + ":** " + text);
    }
  }

  private void block(List<String> lines) {
    if (!lines.isEmpty()) {
      page.blank();
      page.line("```");
      lines.forEach(page::line);
      page.line("```");
    }
  }

  private void existing(Existing existing) {
    if (existing.columns().isEmpty()) {
      page.section("What existed", existing.lines(), 10);
    } else if (!existing.isEmpty()) {
      page.blank();
      page.line("## What existed");
      existing.head().forEach(page::line);
      existing.lines().stream().limit(Math.max(1, page.room(18))).forEach(page::line);
    }
  }

  private void risks(List<String> sentences) {
    if (!sentences.isEmpty() && page.room(14) > 3) {
      page.blank();
      page.folded("Risk: " + String.join("; ", sentences) + ".");
    }
  }

  private static List<String> numbered(List<String> steps) {
    List<String> numbered = new ArrayList<>();
    for (String step : steps) {
      numbered.add((numbered.size() + 1) + ". " + step);
    }
    return numbered;
  }

  private void evidence() {
    Evidence evidence = incident.evidence();
    boolean dumped =
        evidence.steps().stream()
            .anyMatch(
                step -> step.step().startsWith("threads") && step.status() == StepResult.Status.OK);
    StringBuilder text = new StringBuilder();
    if (telling.evidence() != null) {
      text.append(telling.evidence());
    } else if (dumped) {
      text.append("**Evidence is safe:** looks, waits and the thread dump are taken; a restart")
          .append(" loses nothing of them.");
    } else {
      text.append("**Evidence:** ")
          .append(Words.count(evidence.looks().size(), "look"))
          .append("; the thread dump is not taken yet, restart only after it.");
    }
    Occurrence occurrence = evidence.occurrence();
    if (occurrence != null && occurrence.count() > 1) {
      text.append(
          occurrence.count() == 2
              ? " Seen before: once, " + Words.second(occurrence.lastSeen()) + "."
              : " Seen before: "
                  + Words.count(occurrence.count() - 1, "time")
                  + ", first "
                  + Words.second(occurrence.firstSeen())
                  + ", last "
                  + Words.second(occurrence.lastSeen())
                  + ".");
    } else if (occurrence != null) {
      text.append(" Not seen before.");
    }
    page.folded(text.toString());
  }
}
