package io.duality.diagnosis;

import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.util.List;

/** What fills the heap, for the pages of its collector: it has so much work because of that. */
final class FilledHeap {
  /** What keeps less of the heap than this is not why its collector works. */
  private static final double WORTH = 0.5;

  private final Case incident;
  private final Course course;
  private final LeakSeen leak;
  private final boolean mayFill;

  FilledHeap(Case incident, Course course) {
    this.incident = incident;
    this.course = course;
    MemorySeen.Area heap = course.area(MemorySeen.HEAP);
    List<LeakSeen> leaks =
        Leaks.of(
            incident.evidence().health(),
            List.of("heap", "thread locals"),
            heap == null ? -1 : heap.limit());
    leak = leaks.isEmpty() ? null : leaks.get(0);
    mayFill = leak != null && MayFill.is(incident.evidence().health(), leak);
  }

  /** Whether something grows that keeps enough of the heap to be the collector's work. */
  boolean grows() {
    return leak != null && course.liveShare() >= WORTH;
  }

  /** Why the collector works, where it finds little to free. */
  RootCause cause() {
    return leak == null || mayFill
        ? new RootCause("resource", MemorySeen.HEAP, "collections leave it nearly full")
        : new RootCause("class", Words.plain(leak.what()), "it fills the heap");
  }

  /** {@code collections leave the heap 97 % full, com.acme.Session grew by …}. */
  String clause() {
    return "collections leave the heap "
        + Amounts.percent(course.liveShare())
        + " full"
        + (leak == null
            ? ""
            : (mayFill ? ", perhaps by " + MayFill.harmless(leak) + ": " : ", ")
                + new LeakWords(incident, leak).grew());
  }

  /** The same in sentences, in Markdown. */
  String sentences() {
    return "collections find little to free: they leave "
        + Amounts.percent(course.liveShare())
        + " of the heap in use."
        + (leak == null ? "" : " " + new LeakWords(incident, leak).sentences())
        + (mayFill
            ? " It may be " + MayFill.harmless(leak) + ": that looks like a leak until it is full."
            : "");
  }

  List<String> steps() {
    return new MemorySteps(incident, MemorySeen.HEAP, leak)
        .steps(course.last().memory().liveBytes(), course.heapGrowth(), Vitals.UNKNOWN);
  }
}
