package io.duality.diagnosis;

import io.duality.model.FailureSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An allocation failed for want of memory of some kind; which kind, and how full it was. */
final class InsufficientMemory implements Rule {
  private static final String OOM = "oom ";
  private static final double FULL = 0.95;

  @Override
  public Pattern pattern() {
    return Pattern.S11;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.VITALS);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Map<String, List<FailureSeen>> kinds = new LinkedHashMap<>();
    for (FailureSeen failure : incident.evidence().health().failures()) {
      if (failure.kind().startsWith(OOM)) {
        kinds.computeIfAbsent(failure.kind(), kind -> new ArrayList<>()).add(failure);
      }
    }
    List<Finding> findings = new ArrayList<>();
    kinds.forEach((kind, failures) -> findings.add(failed(incident, kind, failures)));
    if (findings.isEmpty()) {
      container(incident, findings);
    }
    return findings;
  }

  private Finding failed(Case incident, String kind, List<FailureSeen> failures) {
    FailureSeen first = failures.get(0);
    String memory = kind.substring(OOM.length());
    StringBuilder text = new StringBuilder(160);
    text.append("OutOfMemoryError (").append(memory).append(')');
    if (!first.threadName().isEmpty()) {
      text.append(" on thread ").append(Words.plain(first.threadName()));
    }
    if (first.detail() != null) {
      text.append(": ").append(Words.plain(first.detail()));
    }
    text.append(level(incident, memory));
    text.append("; known by ").append(Words.plain(first.knownBy()));
    if (failures.size() > 1) {
      text.append("; ").append(failures.size()).append(" of them in five minutes");
    }
    Found found =
        Found.about(incident, pattern(), "process", area(memory))
            .severity(Severity.CRITICAL)
            .sure(first.detail() == null ? 0.9 : 0.99);
    List<Long> threads = new ArrayList<>();
    List<String> traces = new ArrayList<>();
    for (FailureSeen failure : failures) {
      if (failure.threadId() > 0) {
        threads.add(failure.threadId());
      }
      if (failure.trace() != null) {
        traces.add(failure.trace().traceId());
      }
    }
    return found
        .threads(threads)
        .traces(traces)
        .at(new EvidenceRef("recording.jfr", ""))
        .says(text.toString());
  }

  /** The memory that a kind of error is about. */
  private static String area(String memory) {
    return switch (memory) {
      case "gc overhead", "array size" -> MemorySeen.HEAP;
      default -> memory;
    };
  }

  private static String level(Case incident, String memory) {
    MemorySeen.Area most = most(incident.evidence().health().series(), area(memory));
    return most == null
        ? ""
        : "; at most "
            + Amounts.bytes(most.used())
            + " of "
            + Amounts.bytes(most.limit())
            + " were seen in use";
  }

  /** The reading in which an area was fullest. */
  private static MemorySeen.Area most(List<Vitals> series, String name) {
    MemorySeen.Area most = null;
    for (Vitals vitals : series) {
      MemorySeen.Area area = vitals.memory().area(name);
      if (area != null && area.limit() > 0 && (most == null || area.used() > most.used())) {
        most = area;
      }
    }
    return most;
  }

  /** A container that is full ends the process without any error. */
  private void container(Case incident, List<Finding> findings) {
    MemorySeen.Area most = most(incident.evidence().health().series(), MemorySeen.CONTAINER);
    if (most != null && most.share() >= FULL) {
      findings.add(
          Found.about(incident, pattern(), "process", MemorySeen.CONTAINER)
              .severity(Severity.WARNING)
              .sure(0.8)
              .at(new EvidenceRef("recording.jfr", ""))
              .says(
                  "the container uses "
                      + Amounts.bytes(most.used())
                      + " of "
                      + Amounts.bytes(most.limit())
                      + ": the system ends a process that wants more"));
    }
  }
}
