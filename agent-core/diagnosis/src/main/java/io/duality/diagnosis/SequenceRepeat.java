package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** T06: one activity that does the same again and again: a run of waits, or one that fails. */
final class SequenceRepeat implements Rule {
  private static final int LEAST_REPEATS = 3;
  private static final int LEAST_FAILURES = 5;
  private static final int LONGEST = 6;
  private static final int MOST = 10;

  @Override
  public Pattern pattern() {
    return Pattern.T06;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    boolean traced =
        incident.evidence().ended().stream().anyMatch(wait -> wait.trace() != null)
            || ErrorWords.all(incident).stream().anyMatch(error -> error.trace() != null);
    return traced ? null : "no ended wait and no error had a trace";
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ErrorSeen error : ErrorWords.all(incident)) {
      if (error.course().attempts() >= LEAST_FAILURES && error.trace() != null) {
        findings.add(
            ErrorWords.found(incident, this, error)
                .says(
                    "one activity met "
                        + ErrorWords.name(error)
                        + " "
                        + error.course().attempts()
                        + " times"));
      }
    }
    for (List<EndedWait> waits : byTrace(incident).values()) {
      Finding found = findings.size() < MOST ? repeated(incident, waits) : null;
      if (found != null) {
        findings.add(found);
      }
    }
    return findings;
  }

  private static Map<String, List<EndedWait>> byTrace(Case incident) {
    Map<String, List<EndedWait>> byTrace = new LinkedHashMap<>();
    for (EndedWait wait : incident.evidence().ended()) {
      if (wait.trace() != null) {
        byTrace.computeIfAbsent(wait.trace().traceId(), id -> new ArrayList<>()).add(wait);
      }
    }
    return byTrace;
  }

  private Finding repeated(Case incident, List<EndedWait> waits) {
    List<String> steps = waits.stream().map(SequenceRepeat::step).toList();
    Map<String, Integer> failures = new LinkedHashMap<>();
    for (EndedWait wait : waits) {
      if (wait.outcome() == EndedWait.Outcome.TIMEOUT
          || wait.outcome() == EndedWait.Outcome.FAILED) {
        failures.merge(step(wait), 1, Integer::sum);
      }
    }
    for (Map.Entry<String, Integer> entry : failures.entrySet()) {
      if (entry.getValue() >= LEAST_FAILURES) {
        return finding(incident, waits, entry.getKey(), entry.getValue());
      }
    }
    for (int length = 2; length <= LONGEST; length++) {
      for (int from = 0; from + length * LEAST_REPEATS <= steps.size(); from++) {
        int times = times(steps, from, length);
        List<String> run = steps.subList(from, from + length);
        if (times >= LEAST_REPEATS && Set.copyOf(run).size() > 1) {
          return finding(incident, waits, String.join(", ", run), times);
        }
      }
    }
    return null;
  }

  private static int times(List<String> steps, int from, int length) {
    int times = 1;
    for (int at = from + length; at + length <= steps.size(); at += length) {
      if (!steps.subList(at, at + length).equals(steps.subList(from, from + length))) {
        break;
      }
      times++;
    }
    return times;
  }

  private static String step(EndedWait wait) {
    return wait.op()
        + " of "
        + Words.plain(wait.resourceName())
        + (wait.outcome() == EndedWait.Outcome.ACQUIRED ? "" : " (" + wait.outcome().label() + ")");
  }

  private Finding finding(Case incident, List<EndedWait> waits, String what, int times) {
    TraceRef trace = waits.get(0).trace();
    String span = trace.spanName() == null ? "an activity" : Words.plain(trace.spanName());
    return Found.about(incident, pattern(), "activity", span)
        .threads(waits.stream().map(EndedWait::threadId).distinct().toList())
        .traces(List.of(trace.traceId()))
        .severity(Severity.INFO)
        .sure(0.8)
        .says(span + " did the same " + times + " times in a row: " + what);
  }
}
