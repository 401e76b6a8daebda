package io.duality.diagnosis;

import io.duality.model.Occurrence;
import io.duality.model.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of {@code summary.md}: at most 60 lines, nothing in it without evidence. */
public final class Summary {
  private static final int MOST_ROOTS = 3;

  private final Case incident;
  private final Findings findings;
  private final WaitForGraph graph;
  private final Page page = new Page();

  private Summary(Case incident, Findings findings) {
    this.incident = incident;
    this.findings = findings;
    this.graph = incident.graph();
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
    Leading leading = Leading.of(incident);
    if (leading != null) {
      backlog(new BacklogPage(incident, leading));
    } else if (graph.roots().isEmpty()) {
      quiet();
    } else {
      incident(graph.roots().get(0));
    }
    page.section("Two views", Endnotes.twoViews(incident, findings), 6);
    page.section("Not known", Endnotes.notKnown(incident), 0);
    return page.text();
  }

  private void incident(Root root) {
    RootWords words = new RootWords(incident, root);
    page.folded("**Root:** " + words.root());
    String hurt = new HurtWords(incident, root).paragraph();
    if (hurt != null) {
      page.folded("**Hurt:** " + hurt);
    }
    List<String> others = Alternatives.of(incident, root);
    if (!others.isEmpty()) {
      page.folded("**Not all alike:** " + String.join("; ", others) + ".");
    }
    otherRoots();
    evidence();
    page.blank();
    page.line("```");
    new Block(incident, root).lines().forEach(page::line);
    page.line("```");
    page.section("What happened (UTC)", Timeline.of(incident, root), 26);
    table(Existed.rows(incident, root));
    risks(Risky.of(incident, root));
    page.section("Do next", NextSteps.of(incident, root), 10);
  }

  private void table(List<String> rows) {
    if (!rows.isEmpty()) {
      page.blank();
      page.line("## What existed");
      page.line("| resource | state | held or worked by | limit of the wait | way out |");
      page.line("|---|---|---|---|---|");
      rows.stream().limit(Math.max(1, page.room(18))).forEach(page::line);
    }
  }

  private void risks(List<String> sentences) {
    if (!sentences.isEmpty() && page.room(14) > 3) {
      page.blank();
      page.folded("Risk: " + String.join("; ", sentences) + ".");
    }
  }

  /** No thread waits that should not, but work does. */
  private void backlog(BacklogPage backlog) {
    page.folded("**Root:** " + backlog.root());
    String hurt = backlog.hurt();
    if (hurt != null) {
      page.folded("**Hurt:** " + hurt);
    }
    page.folded("**Waits:** no thread waits actively at " + Words.time(graph.look().at()) + "Z.");
    evidence();
    page.section("What happened (UTC)", Timeline.of(incident, null), 26);
    table(backlog.rows());
    List<String> steps = new ArrayList<>();
    backlog.steps().forEach(step -> steps.add((steps.size() + 1) + ". " + step));
    page.section("Do next", steps, 10);
  }

  private void otherRoots() {
    List<Root> others = graph.roots().stream().skip(1).filter(this::lasting).toList();
    if (others.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (Root root : others.subList(0, Math.min(MOST_ROOTS, others.size()))) {
      names.add(nameOf(root) + " (" + Words.text(root.why()) + ")");
    }
    page.folded(
        "**Apart from it:** "
            + String.join("; ", names)
            + (others.size() > MOST_ROOTS
                ? "; and " + (others.size() - MOST_ROOTS) + " more in `waits.json`"
                : "")
            + ".");
  }

  /** Contention that one look happened to see is none of the story. */
  private boolean lasting(Root root) {
    return root.cycle() != null
        || graph.chainsTo(root).stream()
            .flatMap(chain -> chain.levels().stream())
            .flatMap(level -> level.waits().stream())
            .anyMatch(incident::lasting);
  }

  private String nameOf(Root root) {
    if (root.cycle() != null) {
      return Words.some(
          root.cycle().threads().stream().map(id -> Words.code(graph.label(id))).toList(), 2);
    }
    return switch (root.kind()) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER ->
          Words.code(graph.label(root.threadId()));
      default -> Words.code(graph.resource(root.resourceKey()).name());
    };
  }

  private void evidence() {
    Evidence evidence = incident.evidence();
    boolean dumped =
        evidence.steps().stream()
            .anyMatch(
                step -> step.step().startsWith("threads") && step.status() == StepResult.Status.OK);
    StringBuilder text = new StringBuilder();
    if (dumped) {
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

  /** Nothing waits that should not: what is healthy, and what the trigger saw. */
  private void quiet() {
    Map<String, Integer> idle = new LinkedHashMap<>();
    for (Edge edge : graph.edges()) {
      if (edge.waiting() != null) {
        idle.merge(graph.judgement(edge).reason(), 1, Integer::sum);
      }
    }
    int waits = idle.values().stream().mapToInt(n -> n).sum();
    if (!findings.verdict().rootCause().kind().equals("none")) {
      page.folded(
          "**Waits:** no thread waits actively at "
              + Words.time(graph.look().at())
              + "Z; if the trigger saw a wait, it has ended.");
    }
    List<String> healthy = new ArrayList<>();
    healthy.add(
        "no lock, connection or full queue is waited for"
            + (graph.cycles().isEmpty() ? ", and there is no cycle" : ""));
    if (!incident.evidence().threads().isEmpty()) {
      healthy.add(Words.count(incident.evidence().threads().size(), "thread") + " dumped");
    }
    if (waits > 0) {
      healthy.add(Words.count(waits, "idle wait"));
    }
    page.folded("**Healthy:** " + String.join("; ", healthy) + ".");
    if (!findings.verdict().rootCause().kind().equals("none")) {
      evidence();
    }
    page.section("What happened (UTC)", Timeline.of(incident, null), 20);
    List<String> items = new ArrayList<>();
    idle.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(6)
        .forEach(e -> items.add("- " + e.getValue() + " idle: " + Words.text(e.getKey())));
    page.section("What existed", items, 10);
  }
}
