package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * S14: a collector that works in vain, that is asked for by the application, that is slower than
 * what allocates; and what piles up behind finalizers, cleaners and soft references.
 */
final class CollectorTrouble implements Rule {
  static final EvidenceRef EVIDENCE = new EvidenceRef("resources.json", "/collector");
  private static final long BACKLOG = 1_000;
  private static final int STORM = 10;
  private static final long SOFT_CLEARED = 1_000;
  private static final int IN_VAIN = 5;
  private static final double FULL = 0.8;

  @Override
  public Pattern pattern() {
    return Pattern.S14;
  }

  @Override
  public Set<Source> needs() {
    return Set.of();
  }

  @Override
  public String blind(Case incident) {
    Course course = new Course(incident.evidence().health());
    return course.last() == null || course.last().gc().collector().isEmpty()
        ? "the collector was not watched"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    Course course = new Course(incident.evidence().health());
    List<Finding> findings = new ArrayList<>();
    if (course.last() != null) {
      inVain(incident, course, findings);
      asked(incident, course, findings);
      stalls(incident, course, findings);
      soft(incident, course, findings);
      GcSeen now = course.last().gc();
      backlog(incident, course, "finalizer", now.finalizers(), now.finalizerClass(), findings);
      backlog(incident, course, "cleaner", now.cleaners(), null, findings);
    }
    return findings;
  }

  private Found about(Case incident, String what) {
    return Found.about(incident, pattern(), "process", what).at(EVIDENCE);
  }

  private void inVain(Case incident, Course course, List<Finding> findings) {
    long full = course.sum(each -> each.gc().full());
    MemorySeen.Area heap = course.area(MemorySeen.HEAP);
    MemorySeen memory = course.last().memory();
    boolean old = memory.liveBy().equals("old") && heap != null && heap.limit() > 0;
    if (full >= IN_VAIN && old && memory.liveBytes() >= FULL * heap.limit()) {
      findings.add(
          about(incident, MemorySeen.HEAP)
              .severity(Severity.CRITICAL)
              .sure(0.95)
              .says(
                  "GC deficit: "
                      + Words.count(full, "full collection")
                      + " in "
                      + Words.duration(course.coveredNanos())
                      + ", and "
                      + Amounts.bytes(memory.liveBytes())
                      + " of "
                      + Amounts.bytes(heap.limit())
                      + " are in use after the last one"));
    }
  }

  private void asked(Case incident, Course course, List<Finding> findings) {
    long asked = course.sum(each -> each.gc().explicit());
    if (asked >= STORM) {
      List<String> at = course.explicitCallers().stream().map(Words::plain).toList();
      findings.add(
          about(incident, "System.gc()")
              .sure(0.95)
              .says(
                  "System.gc() was called "
                      + asked
                      + " times in "
                      + Words.duration(course.coveredNanos())
                      + (at.isEmpty() ? "; by whom was not seen" : ", at " + Words.some(at, 2))));
    }
  }

  private void stalls(Case incident, Course course, List<Finding> findings) {
    long stalls = course.sum(each -> each.gc().allocationStalls());
    if (stalls > 0) {
      findings.add(
          about(incident, MemorySeen.HEAP)
              .sure(0.95)
              .says(
                  Words.count(stalls, "time")
                      + " a thread stood still because no memory was ready, for "
                      + Words.duration(course.sum(each -> each.gc().stalledNanos()))
                      + " in all"));
    }
    long failures = course.sum(each -> each.gc().copyFailures());
    if (failures > 0) {
      findings.add(
          about(incident, MemorySeen.HEAP)
              .sure(0.9)
              .says(
                  Words.count(failures, "collection") + " found no room to copy to what is alive"));
    }
  }

  private void soft(Case incident, Course course, List<Finding> findings) {
    long cleared = course.sum(each -> each.gc().softCleared());
    if (cleared >= SOFT_CLEARED) {
      findings.add(
          about(incident, "soft references")
              .severity(Severity.INFO)
              .sure(0.9)
              .says(
                  Words.count(cleared, "soft reference")
                      + " cleared in "
                      + Words.duration(course.coveredNanos())
                      + " to make room"));
    }
  }

  private void backlog(
      Case incident, Course course, String kind, long now, String mostOf, List<Finding> findings) {
    if (now < BACKLOG) {
      return;
    }
    boolean finalizer = kind.equals("finalizer");
    long before = now;
    for (Vitals each : course.minute()) {
      long then = finalizer ? each.gc().finalizers() : each.gc().cleaners();
      before = then < 0 ? before : Math.min(before, then);
    }
    findings.add(
        about(incident, kind + "s")
            .sure(0.95)
            .says(
                Words.count(now, "object")
                    + " wait for their "
                    + kind
                    + (now > before
                        ? ", " + (now - before) + " more than in the minute before"
                        : "")
                    + (mostOf == null
                        ? ""
                        : "; most objects with one are of " + Words.plain(mostOf))));
  }
}
