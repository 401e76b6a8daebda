package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * T14: where slow activities part from normal ones of the same name: the wait that hangs now and
 * was short, or absent, in those that have ended; and whether slow tasks lost their time in the
 * queue or at work.
 */
final class Bifurcation implements Rule {
  private static final int LEAST = 3;
  private static final int TIMES = 5;
  private static final long SLOW_NANOS = 1_000_000_000L;
  private static final int MOST = 10;

  @Override
  public Pattern pattern() {
    return Pattern.T14;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().ended().isEmpty() && TaskStory.events(incident).isEmpty()
        ? "nothing that ended is remembered to compare with"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<Edge>> spans = new LinkedHashMap<>();
    for (Edge wait : incident.graph().activeWaits()) {
      ThreadSeen thread = incident.graph().thread(wait.threadId());
      if (thread != null && thread.trace() != null && thread.trace().spanName() != null) {
        spans.computeIfAbsent(thread.trace().spanName(), key -> new ArrayList<>()).add(wait);
      }
    }
    spans.forEach((span, waits) -> span(incident, span, waits, findings));
    tasks(incident, findings);
    return findings.subList(0, Math.min(MOST, findings.size()));
  }

  /** The wait that most of the hanging ones are in, against those of that name that got through. */
  private void span(Case incident, String span, List<Edge> waits, List<Finding> findings) {
    Map<String, List<Edge>> resources = new LinkedHashMap<>();
    waits.forEach(w -> resources.computeIfAbsent(w.resourceKey(), key -> new ArrayList<>()).add(w));
    List<Edge> here =
        resources.values().stream()
            .max(java.util.Comparator.comparingInt(List::size))
            .orElse(List.of());
    String name = incident.graph().resource(here.get(0).resourceKey()).name();
    Set<String> hanging =
        new HashSet<>(incident.traces(waits.stream().map(Edge::threadId).toList()));
    Set<String> normal = new HashSet<>();
    long longest = 0;
    for (EndedWait ended : incident.evidence().ended()) {
      if (ended.trace() != null
          && span.equals(ended.trace().spanName())
          && !hanging.contains(ended.trace().traceId())) {
        normal.add(ended.trace().traceId());
        longest =
            ended.resourceName().equals(name) ? Math.max(longest, ended.waitNanos()) : longest;
      }
    }
    long oldest =
        here.stream()
            .mapToLong(w -> w.waiting().ageNanos(incident.graph().nanos()))
            .max()
            .orElse(0);
    if (normal.size() >= LEAST && oldest > TIMES * longest && oldest >= SLOW_NANOS) {
      findings.add(
          Found.about(incident, pattern(), incident.graph().resource(here.get(0).resourceKey()))
              .waits(here)
              .severity(Severity.INFO)
              .sure(Math.min(0.9, 0.6 + 0.02 * normal.size()))
              .says(
                  Words.plain(span)
                      + " parts at the wait for "
                      + Words.plain(name)
                      + ": "
                      + here.size()
                      + (here.size() == 1 ? " hangs" : " hang")
                      + " there up to "
                      + Words.duration(oldest)
                      + ", "
                      + Words.count(normal.size(), "other")
                      + " of that name "
                      + (longest == 0
                          ? "did not wait for it"
                          : "got through in " + Words.duration(longest) + " at most")));
    }
  }

  private void tasks(Case incident, List<Finding> findings) {
    Map<String, List<TaskEvent>> classes = new LinkedHashMap<>();
    for (TaskEvent event : TaskStory.events(incident)) {
      boolean ended =
          event.phase() == TaskEvent.Phase.COMPLETED || event.phase() == TaskEvent.Phase.FAILED;
      if (ended && event.runNanos() >= 0) {
        classes.computeIfAbsent(event.className(), key -> new ArrayList<>()).add(event);
      }
    }
    classes.forEach((name, events) -> task(incident, name, events, findings));
  }

  private void task(Case incident, String name, List<TaskEvent> events, List<Finding> findings) {
    List<Long> totals = events.stream().map(Bifurcation::total).sorted().toList();
    long median = totals.get(totals.size() / 2);
    List<TaskEvent> slow =
        events.stream()
            .filter(e -> total(e) > TIMES * Math.max(1, median) && total(e) >= SLOW_NANOS)
            .toList();
    if (slow.isEmpty() || events.size() - slow.size() < LEAST) {
      return;
    }
    long queued = slow.stream().mapToLong(e -> Math.max(0, e.queueNanos())).sum();
    long ran = slow.stream().mapToLong(TaskEvent::runNanos).sum();
    long failed = slow.stream().filter(e -> e.phase() == TaskEvent.Phase.FAILED).count();
    findings.add(
        Found.about(incident, pattern(), "class", name)
            .threads(slow.stream().map(TaskEvent::threadId).filter(id -> id > 0).toList())
            .inResources()
            .severity(Severity.INFO)
            .sure(0.75)
            .says(
                slow.size()
                    + " of "
                    + Words.count(events.size(), "task")
                    + " "
                    + Words.plain(name)
                    + " took up to "
                    + Words.duration(slow.stream().mapToLong(Bifurcation::total).max().orElse(0))
                    + ", the others "
                    + Words.duration(median)
                    + " (median): they part "
                    + (queued > ran ? "in the queue, before a worker took them" : "at work")
                    + (failed > 0 ? "; " + failed + " of them failed" : "")));
  }

  private static long total(TaskEvent event) {
    return Math.max(0, event.queueNanos()) + Math.max(0, event.runNanos());
  }
}
