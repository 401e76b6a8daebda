package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.StallSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * S27: times in which the whole process stood still because it got no processor or was stopped from
 * outside, and, beside them, the JVM's own threads.
 */
final class RuntimeThreads implements Rule {
  /** A shorter stop is nothing that anybody would notice. */
  private static final long NOTICED = 1_000_000_000L;

  private static final Set<String> OWN =
      Set.of(
          "Reference Handler",
          "Finalizer",
          "Signal Dispatcher",
          "Attach Listener",
          "Common-Cleaner",
          "Notification Thread",
          "Service Thread",
          "Monitor Deflation Thread",
          "C1 CompilerThread0",
          "C2 CompilerThread0");

  @Override
  public Pattern pattern() {
    return Pattern.S27;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().health().series().isEmpty()
        ? "no vitals were read that would show a stopped process"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    StallSeen longest = null;
    int count = 0;
    for (Vitals vitals : incident.evidence().health().series()) {
      for (StallSeen stall : vitals.stalls()) {
        if (suspended(stall)) {
          count++;
          boolean longer = longest == null || stall.durationNanos() > longest.durationNanos();
          longest = longer ? stall : longest;
        }
      }
    }
    if (longest != null) {
      findings.add(suspended(incident, longest, count));
    }
    List<ThreadSeen> own =
        incident.evidence().threads().stream().filter(t -> OWN.contains(t.name())).toList();
    if (!own.isEmpty()) {
      findings.add(
          Found.about(incident, pattern(), "process", "threads of the JVM")
              .severity(Severity.INFO)
              .sure(1)
              .at(new EvidenceRef("threads.txt", ""))
              .says(
                  Words.count(own.size(), "thread")
                      + " of the JVM itself "
                      + (own.size() == 1 ? "is" : "are")
                      + " among the Java threads ("
                      + String.join(", ", own.stream().map(ThreadSeen::name).limit(4).toList())
                      + "); its collector and VM threads stand at the end of threads.txt"));
    }
    return findings;
  }

  private static boolean suspended(StallSeen stall) {
    return stall.durationNanos() >= NOTICED
        && switch (stall.cause()) {
          case STARVED, THROTTLED, SUSPENDED, UNKNOWN -> true;
          case GC, VM_OPERATION -> false;
        };
  }

  private Finding suspended(Case incident, StallSeen longest, int count) {
    String why =
        switch (longest.cause()) {
          case THROTTLED -> "the container's quota of processor time was used up";
          case STARVED -> "all processors that it may use were busy";
          case SUSPENDED ->
              longest.operation() != null
                  ? longest.operation()
                  : "the process was stopped from outside: SIGSTOP, a debugger, a frozen container"
                      + " or machine";
          default ->
              "no collection and no VM operation did it: the process was stopped from outside or got"
                  + " no processor";
        };
    return Found.about(incident, pattern(), "process", incident.service())
        .severity(Severity.WARNING)
        .sure(longest.cause() == StallSeen.Cause.UNKNOWN ? 0.7 : 0.9)
        .says(
            "all threads stood still "
                + (count == 1 ? "once" : count + " times")
                + ", at the longest for "
                + Words.duration(longest.durationNanos())
                + ": "
                + why);
  }
}
