package io.duality.engine.capture;

import io.duality.diagnosis.Diagnosis;
import io.duality.diagnosis.Evidence;
import io.duality.diagnosis.Findings;
import io.duality.diagnosis.IdlePolicy;
import io.duality.diagnosis.Summary;
import io.duality.diagnosis.WaitForGraph;
import io.duality.diagnosis.WaitsDocument;
import io.duality.model.CaptureRequest;
import io.duality.model.ImplicatedTrace;
import io.duality.model.LeakSeen;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.StepResult;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of an incident so far; grows while the bundle is made. */
public final class Incident {
  private static final int MOST_TRACES = 500;

  private static volatile boolean judged;

  private final CaptureRequest request;
  private final CaptureSources sources;
  private final IdlePolicy idle;
  private final List<Look> looks = Collections.synchronizedList(new ArrayList<>());
  private volatile int dumpLook;
  private volatile ThreadDump dump;
  private volatile Occurrence occurrence;

  /** An incident of which nothing is known yet but why it is looked at. */
  public Incident(CaptureRequest request, CaptureSources sources, IdlePolicy idle) {
    this.request = request;
    this.sources = sources;
    this.idle = idle;
  }

  /** A verdict and what is written of it. */
  public record Verdict(
      Evidence evidence,
      Findings findings,
      String summary,
      WaitForGraph graph,
      Map<String, Object> waits,
      Map<Long, String> roles,
      List<ImplicatedTrace> traces) {}

  /** Looks at it, in the order in which they were taken; the last is the one to be judged. */
  public void looked(List<Look> more) {
    for (Look look : more) {
      if (looks.stream().noneMatch(known -> known.number() == look.number())) {
        looks.add(look);
      }
    }
    dumpLook = Math.max(0, looks.size() - 1);
  }

  /** A look that belongs to the series behind the dump. */
  void lookedAgain(Look look) {
    looks.add(look);
  }

  /** The dump was taken at the last look. */
  void dumped(ThreadDump taken) {
    dumpLook = looks.size() - 1;
    looks.set(dumpLook, PlacesTaken.in(looks.get(dumpLook), taken.print()));
    dump = taken;
  }

  /** How often its signature was seen; null before it was judged. */
  public Occurrence occurrence() {
    return occurrence;
  }

  /** Whether any incident was judged in this process: its classes are loaded. */
  static boolean judgedBefore() {
    return judged;
  }

  /** Judges what is known now. */
  public Verdict judge(List<StepResult> steps) {
    Evidence evidence = evidence(steps);
    Findings findings = Diagnosis.of(evidence, idle);
    if (occurrence == null) {
      occurrence = sources.occurrence(findings.signature());
      evidence = evidence(steps);
    }
    WaitForGraph graph = Diagnosis.graph(evidence, idle);
    Map<String, Object> waits = WaitsDocument.of(evidence, idle).tree();
    Map<Long, String> roles = roles(waits);
    Verdict verdict =
        new Verdict(
            evidence,
            findings,
            Summary.of(evidence, findings, idle),
            graph,
            waits,
            roles,
            traces(graph, roles, evidence, waits));
    judged = true;
    return verdict;
  }

  private Evidence evidence(List<StepResult> steps) {
    List<Look> own = List.copyOf(looks);
    if (own.isEmpty()) {
      own = List.of(nothing(request.at()));
    }
    Look judgedBy = own.get(Math.min(dumpLook, own.size() - 1));
    List<CaptureRequest> additional = sources.additional();
    List<Look> seen = with(own, sources.joinedLooks());
    ThreadDump taken = dump;
    List<ThreadSeen> threads =
        taken == null ? List.of() : taken.threads(ThreadDump.byId(judgedBy.threads()));
    List<Unknown> unknown = new ArrayList<>(sources.unknown());
    if (taken != null && taken.virtualReason() != null) {
      unknown.add(
          new Unknown("virtual threads", "stacks and owned monitors", taken.virtualReason()));
    }
    return new Evidence(
        sources.service(),
        sources.process(),
        request,
        additional,
        seen,
        seen.indexOf(judgedBy),
        threads,
        sources.ended(),
        sources.histories(),
        steps,
        sources.agent().hooks(),
        occurrence,
        sources.health(),
        unknown);
  }

  /** The looks of both, in the order in which they were taken. */
  private static List<Look> with(List<Look> own, List<Look> joined) {
    List<Look> all = new ArrayList<>(own);
    for (Look look : joined) {
      if (own.stream().noneMatch(each -> each.number() == look.number())) {
        all.add(look);
      }
    }
    if (all.size() > own.size()) {
      all.sort(Comparator.comparingLong(Look::number));
    }
    return all;
  }

  private static Look nothing(Instant at) {
    return new Look(
        1,
        at,
        System.nanoTime(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Unknown("looks", "every open wait", "no look succeeded")));
  }

  /** The graphs of all looks; the dump's has the stacks of the dump. */
  public List<WaitForGraph> graphs(Verdict verdict) {
    List<WaitForGraph> graphs = new ArrayList<>();
    List<Look> seen = verdict.evidence().looks();
    for (int i = 0; i < seen.size(); i++) {
      graphs.add(
          i == verdict.evidence().dump()
              ? verdict.graph()
              : WaitForGraph.of(seen.get(i), List.of(), idle));
    }
    return graphs;
  }

  /** The roles that {@code waits.json} gives, so that all files agree. */
  private static Map<Long, String> roles(Map<?, ?> waits) {
    Map<Long, String> roles = new HashMap<>();
    for (Object element : (List<?>) waits.get("nodes")) {
      Map<?, ?> node = (Map<?, ?>) element;
      if ("thread".equals(node.get("kind")) && node.get("role") != null) {
        roles.put(
            Long.parseLong(node.get("id").toString().substring(1)), node.get("role").toString());
      }
    }
    return roles;
  }

  private List<ImplicatedTrace> traces(
      WaitForGraph graph, Map<Long, String> roles, Evidence evidence, Map<String, Object> waits) {
    Map<String, ImplicatedTrace> traces = new LinkedHashMap<>();
    roles.forEach((id, role) -> trace(traces, graph.thread(id), role));
    if (waits.get("joined") instanceof List<?> joined) {
      for (Object element : joined) {
        Map<?, ?> document = (Map<?, ?>) element;
        Look look = evidence.looks().get(((Number) document.get("look")).intValue() - 1);
        Map<Long, ThreadSeen> threads = ThreadDump.byId(look.threads());
        roles(document).forEach((id, role) -> trace(traces, threads.get(id), role));
      }
    }
    for (LeakSeen leak : evidence.health().leaks()) {
      for (LeakSeen.Share share : leak.activities()) {
        share.allocators().forEach(by -> traces.putIfAbsent(by.trace().traceId(), by));
      }
    }
    List<ImplicatedTrace> all = new ArrayList<>(traces.values());
    all.removeIf(trace -> trace.role().equals("bystander"));
    return all;
  }

  private void trace(Map<String, ImplicatedTrace> traces, ThreadSeen thread, String role) {
    if (thread != null && thread.trace() != null && traces.size() < MOST_TRACES) {
      traces.putIfAbsent(
          thread.trace().traceId() + thread.trace().spanId() + thread.id(),
          new ImplicatedTrace(
              thread.trace(), role, thread.label(), sources.attributes(thread.id())));
    }
  }
}
