package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Pattern;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nothing waits that should not. The trigger may have seen something that is over. */
final class QuietTelling implements Telling {
  /** Triggers of waits and work, and what they watch. */
  private static final Map<String, Pattern> TRIGGERS =
      Map.ofEntries(
          Map.entry("pinned", Pattern.S20),
          Map.entry("sequence", Pattern.T05),
          Map.entry("heartbeat", Pattern.T07),
          Map.entry("queue", Pattern.S07),
          Map.entry("starvation", Pattern.S06),
          Map.entry("contention", Pattern.S05),
          Map.entry("pool-wait", Pattern.T23),
          Map.entry("activity", Pattern.T04),
          Map.entry("wait", Pattern.S02),
          Map.entry("deadlock", Pattern.S04));

  private final Case incident;
  private final WaitForGraph graph;
  private final Pattern pattern;
  private final Map<String, Integer> idle = new LinkedHashMap<>();

  QuietTelling(Case incident) {
    this.incident = incident;
    this.graph = incident.graph();
    this.pattern = TRIGGERS.get(incident.evidence().request().type());
    for (Edge edge : graph.edges()) {
      if (edge.waiting() != null) {
        idle.merge(graph.judgement(edge).reason(), 1, Integer::sum);
      }
    }
  }

  /** Whether a trigger is about something that it saw, and not about the time or a wish. */
  static boolean sawSomething(CaptureRequest request) {
    return TRIGGERS.containsKey(request.type());
  }

  @Override
  public Verdict verdict() {
    if (pattern == null) {
      return new Verdict(
          Pattern.S01,
          incident.service() + ": " + brief(),
          new RootCause("none", incident.service(), "no active wait at the look"));
    }
    String root = Words.plain(incident.evidence().request().alarm().rootKey());
    return new Verdict(
        pattern,
        incident.service() + ": " + brief(),
        new RootCause(
            "resource",
            root.isBlank() ? incident.service() : root,
            "observed by the trigger; no thread waits at the look"));
  }

  @Override
  public String signature() {
    String type = incident.evidence().request().type();
    return pattern == null
        ? Signature.of("nothing", List.of(type))
        : Signature.of(incident.evidence().request());
  }

  @Override
  public String brief() {
    return pattern == null
        ? "nothing waits that should not"
        : Words.plain(incident.evidence().request().alarm().sentence());
  }

  @Override
  public List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (incident()) {
      notes.add(
          new Note(
              "Waits",
              "no thread waits actively at "
                  + Words.time(graph.look().at())
                  + "Z; if the trigger saw a wait, it has ended."));
    }
    List<String> healthy = new ArrayList<>();
    boolean looked =
        graph.look().unknown().stream().noneMatch(each -> each.subject().equals("looks"));
    healthy.add(
        !looked
            ? "of waits nothing is known"
            : "no lock, connection or full queue is waited for"
                + (graph.cycles().isEmpty() ? ", and there is no cycle" : ""));
    if (!incident.evidence().threads().isEmpty()) {
      healthy.add(Words.count(incident.evidence().threads().size(), "thread") + " dumped");
    }
    int waits = idle.values().stream().mapToInt(n -> n).sum();
    if (waits > 0) {
      healthy.add(Words.count(waits, "idle wait"));
    }
    healthy.addAll(new Course(incident.evidence().health()).state());
    notes.add(new Note("Healthy", String.join("; ", healthy) + "."));
    notes.addAll(incident.tellings().notes());
    return notes;
  }

  @Override
  public boolean incident() {
    return pattern != null;
  }

  @Override
  public List<String> timeline() {
    return Timeline.of(incident, null);
  }

  @Override
  public Existing existing() {
    List<String> items = new ArrayList<>();
    idle.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(6)
        .forEach(e -> items.add("- " + e.getValue() + " idle: " + Words.text(e.getKey())));
    return new Existing(List.of(), items);
  }
}
