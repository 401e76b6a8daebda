package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** T01: what one trace does on several threads: its own, and those of the tasks it handed over. */
final class ThreadOfActivity implements Rule {
  private static final int MOST = 20;

  /** Where a trace was seen. */
  private static final class Places {
    final Set<Long> threads = new LinkedHashSet<>();
    final List<String> tasks = new ArrayList<>();
    String span;
  }

  @Override
  public Pattern pattern() {
    return Pattern.T01;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return "recording not read at capture, and no pool has a task of a trace that waits";
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    Map<String, Places> traces = new LinkedHashMap<>();
    for (ThreadSeen thread : graph.threads().values()) {
      if (thread.trace() != null) {
        places(traces, thread.trace()).threads.add(thread.id());
      }
    }
    for (PoolSeen pool : graph.pools().pools()) {
      for (TaskSeen task : pool.tasks()) {
        if (task.submitter() != null) {
          task(graph, pool, task, places(traces, task.submitter()));
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    traces.forEach(
        (trace, places) -> {
          if (!places.tasks.isEmpty() && findings.size() < MOST && waits(graph, places)) {
            findings.add(finding(incident, trace, places));
          }
        });
    return findings;
  }

  private static Places places(Map<String, Places> traces, TraceRef trace) {
    Places places = traces.computeIfAbsent(trace.traceId(), id -> new Places());
    places.span = places.span == null ? trace.spanName() : places.span;
    return places;
  }

  private static void task(WaitForGraph graph, PoolSeen pool, TaskSeen task, Places places) {
    String name = Words.plain(task.className());
    String where = Words.plain(graph.resource(pool.resourceKey()).name());
    long queued = task.queuedNanos(graph.nanos());
    String delay = queued < 0 ? "" : " for " + Words.duration(queued);
    if (task.threadId() == TaskSeen.NOBODY) {
      places.tasks.add(name + " queued in " + where + delay);
    } else {
      places.threads.add(task.threadId());
      places.tasks.add(
          name
              + " run by "
              + Words.plain(graph.label(task.threadId()))
              + (queued < 0 ? "" : ", begun after " + Words.duration(queued)));
    }
  }

  private static boolean waits(WaitForGraph graph, Places places) {
    return places.threads.stream()
        .anyMatch(id -> graph.waitsOf(id).stream().anyMatch(graph::active));
  }

  private Finding finding(Case incident, String trace, Places places) {
    WaitForGraph graph = incident.graph();
    List<Edge> waits =
        places.threads.stream()
            .map(graph::mainWait)
            .filter(wait -> wait != null && graph.active(wait))
            .toList();
    return Found.about(incident, pattern(), "endpoint", places.span == null ? trace : places.span)
        .waits(waits)
        .threads(places.threads)
        .traces(List.of(trace))
        .inResources()
        .severity(Severity.INFO)
        .sure(0.95)
        .says(
            "trace "
                + trace
                + " is on "
                + Words.some(incident.labels(places.threads), 4)
                + "; it handed over "
                + Words.some(places.tasks, 4));
  }
}
