package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.GcSeen;
import io.duality.model.Pattern;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The collector takes the application's time: how much of it, and what makes it do so. */
final class GcTelling extends VitalTelling {
  private static final double FULL = 0.85;
  private static final double NEEDED = 0.7;
  private static final int MANY_EXPLICIT = 2;
  private static final long BACKLOG = 1000;

  /** What makes the collector work so much. */
  private enum Why {
    EXPLICIT,
    FULL,
    GROWTH,
    STALLS,
    BACKLOG,
    SOFT,
    ALLOCATION,
    UNKNOWN
  }

  private final Vitals longest;
  private final long explicit;
  private final FilledHeap filled;
  private final Why why;

  GcTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.longest = course.last() == null ? null : course.greatest(each -> each.gc().longestNanos());
    this.explicit = course.last() == null ? 0 : course.sum(each -> each.gc().explicit());
    this.filled = new FilledHeap(incident, course);
    this.why = why();
  }

  /** What the trigger says; its words are one of few. */
  private Why named() {
    String condition = alarm().condition();
    return condition.contains("gc.explicit")
        ? Why.EXPLICIT
        : condition.contains("gc.soft-references")
            ? Why.SOFT
            : condition.contains("gc.collections") || condition.contains("gc.copy-failures")
                ? Why.FULL
                : condition.contains("gc.stalled")
                    ? Why.STALLS
                    : condition.contains("gc.finalizers") || condition.contains("gc.cleaners")
                        ? Why.BACKLOG
                        : Why.UNKNOWN;
  }

  private Why why() {
    if (named() != Why.UNKNOWN && longest != null && course.longestPause() > 0) {
      return named();
    }
    boolean asked =
        longest != null
            && longest.gc().cause() != null
            && longest.gc().cause().contains("System.gc");
    if (explicit >= MANY_EXPLICIT || (asked && explicit > 0)) {
      return Why.EXPLICIT;
    }
    if (course.last() == null) {
      return Why.UNKNOWN;
    }
    long softCleared = course.sum(each -> each.gc().softCleared());
    if (softCleared > BACKLOG) {
      return Why.SOFT;
    }
    GcSeen gc = course.last().gc();
    if (Math.max(gc.finalizers(), gc.cleaners()) > BACKLOG) {
      return Why.BACKLOG;
    }
    if (course.liveShare() > FULL) {
      return Why.FULL;
    }
    if (filled.grows()) {
      return Why.GROWTH;
    }
    return course.sum(each -> each.gc().allocationStalls()) > 0
        ? Why.STALLS
        : course.sum(each -> each.gc().allocatedBytes()) > 0 ? Why.ALLOCATION : Why.UNKNOWN;
  }

  @Override
  Pattern pattern() {
    return why == Why.BACKLOG || why == Why.STALLS ? Pattern.S14 : Pattern.T22;
  }

  @Override
  RootCause cause() {
    String at = explicitAt();
    if (why == Why.STALLS && filled.grows()) {
      return filled.cause();
    }
    return switch (why) {
      case EXPLICIT ->
          new RootCause("class", at == null ? "System.gc()" : at, "it asks for full collections");
      case FULL, GROWTH -> filled.cause();
      default -> new RootCause("resource", collector(), "it takes the application's time");
    };
  }

  private String explicitAt() {
    List<String> callers = course.explicitCallers();
    return callers.isEmpty() ? null : callers.get(0);
  }

  private String collector() {
    String name = course.last() == null ? "" : course.last().gc().collector();
    return name.isEmpty() ? "the collector" : "the " + name + " collector";
  }

  @Override
  String title() {
    if (longest == null || course.longestPause() <= 0) {
      return alarm().sentence();
    }
    double share = course.gcShare();
    long pause = course.longestPause();
    return collector()
        + (share >= 0.1
            ? " stops every thread "
                + Amounts.percent(share)
                + " of the time, "
                + Words.duration(pause)
                + " at most: "
            : " stopped every thread for "
                + Words.duration(pause)
                + " at "
                + Words.time(longest.at()).substring(0, 8)
                + "Z: ")
        + because();
  }

  private String because() {
    return switch (why) {
      case EXPLICIT ->
          "System.gc() was called "
              + PoolWords.times(explicit)
              + (course.sum(each -> each.gc().full()) > explicit ? " or more" : "")
              + (explicit == 1 ? "" : " in " + Words.duration(course.coveredNanos()))
              + Sites.at(explicitAt());
      case FULL, GROWTH -> filled.clause();
      case STALLS -> stood() + (filled.grows() ? ": " + filled.clause() : "");
      case BACKLOG ->
          PoolWords.number(Math.max(course.last().gc().finalizers(), course.last().gc().cleaners()))
              + " objects wait for their "
              + (course.last().gc().finalizers() >= course.last().gc().cleaners()
                  ? "finalizer"
                  : "cleaner");
      case SOFT ->
          "it cleared "
              + PoolWords.number(course.sum(each -> each.gc().softCleared()))
              + " soft references, a cache that is emptied and filled again";
      case ALLOCATION ->
          "the application allocates "
              + Amounts.bytesPerSecond(allocation())
              + (longest.gc().cause() == null ? "" : " (" + longest.gc().cause() + ")");
      case UNKNOWN ->
          longest.gc().cause() == null ? "its cause is not known" : longest.gc().cause();
    };
  }

  private String stood() {
    return "threads stood still "
        + PoolWords.times(course.sum(each -> each.gc().allocationStalls()))
        + " because memory was used faster than it was freed";
  }

  private double allocation() {
    long bytes = course.sum(each -> each.gc().allocatedBytes());
    return bytes < 0 || course.coveredNanos() <= 0 ? 0 : bytes * 1e9 / course.coveredNanos();
  }

  @Override
  public String root() {
    if (longest == null) {
      return observed() + ".";
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        switch (why) {
          case EXPLICIT ->
              "`System.gc()` "
                  + (explicitAt() == null
                      ? "is called; by whom was not seen."
                      : "is called by "
                          + Words.some(
                              course.explicitCallers().stream().map(Words::code).toList(), 3)
                          + ".")
                  + (course.liveShare() < 0
                      ? ""
                      : course.liveShare() < NEEDED
                          ? " The heap does not need it: collections leave it "
                              + Amounts.percent(course.liveShare())
                              + " full."
                          : " They leave the heap "
                              + Amounts.percent(course.liveShare())
                              + " full, which is a reason to collect as well.");
          case FULL, GROWTH -> filled.sentences();
          case STALLS -> stood() + (filled.grows() ? "; " + filled.sentences() : ".");
          case SOFT ->
              "soft references are cleared each time the heap is full, and what they held is made"
                  + " again.";
          default -> Words.text(because()) + ".";
        });
    return String.join(" ", sentences);
  }

  @Override
  public String hurt() {
    long pauses = course.last() == null ? -1 : course.sum(each -> each.gc().pauseNanos());
    if (pauses < 0) {
      return null;
    }
    long collections = Math.max(1, course.sum(each -> each.gc().collections()));
    return "every request that was under way: "
        + PoolWords.count(collections, "collection")
        + " stopped all threads for "
        + Words.duration(pauses)
        + " of the last "
        + Words.window(course.coveredNanos())
        + ", "
        + Words.duration(course.longestPause())
        + " at once.";
  }

  @Override
  public List<String> block() {
    Map<String, List<GcSeen>> causes = new LinkedHashMap<>();
    for (Vitals each : longest == null ? List.<Vitals>of() : course.minute()) {
      if (each.gc().collections() > 0) {
        String cause = each.gc().cause() == null ? "cause not known" : each.gc().cause();
        causes.computeIfAbsent(cause, key -> new ArrayList<>()).add(each.gc());
      }
    }
    List<List<String>> rows = new ArrayList<>();
    causes.forEach(
        (cause, all) ->
            rows.add(
                List.of(
                    cause,
                    Words.count(all.stream().mapToLong(GcSeen::collections).sum(), "collection"),
                    Words.duration(all.stream().mapToLong(GcSeen::pauseNanos).sum()) + " in all",
                    Words.duration(all.stream().mapToLong(GcSeen::longestNanos).max().orElse(0))
                        + " at most")));
    return Columns.of(rows.subList(0, Math.min(4, rows.size())));
  }

  @Override
  List<Timeline.Told> events() {
    if (longest == null || course.longestPause() <= 0) {
      return List.of();
    }
    return List.of(
        new Timeline.Told(
            longest.at(),
            "the longest pause, "
                + Words.duration(course.longestPause())
                + (longest.gc().cause() == null
                    ? ""
                    : ", cause " + Words.code(longest.gc().cause()))));
  }

  @Override
  public Existing existing() {
    return new MemoryTable(course).table();
  }

  @Override
  public List<String> steps() {
    if (why == Why.FULL || why == Why.GROWTH || (why == Why.STALLS && filled.grows())) {
      return filled.steps();
    }
    List<String> steps = new ArrayList<>();
    switch (why) {
      case EXPLICIT -> {
        steps.add(
            explicitAt() == null
                ? "Find who calls `System.gc()`: `recording.jfr`, event `jdk.SystemGC`, has the"
                    + " stack."
                : "Remove the call in " + Sites.listed(course.explicitCallers()) + ".");
        steps.add(
            "Until then: `-XX:+ExplicitGCInvokesConcurrent` (G1) or `-XX:+DisableExplicitGC`, at"
                + " the next start, the latter not where direct buffers are used, which rely on it."
                + " A restart alone and a larger heap do not help; full collections of a larger"
                + " heap take longer.");
      }
      case SOFT -> {
        steps.add("Find the soft cache (`recording.jfr`: what is allocated after collections).");
        steps.add("Later: a cache with a size. A larger heap only makes it larger.");
      }
      case BACKLOG ->
          steps.add(
              "See what the threads `Finalizer` and `Common-Cleaner` do in `threads.txt`: one of"
                  + " their actions blocks or is slow.");
      default ->
          steps.add("See who allocates most: `recording.jfr`, event `jdk.ObjectAllocationSample`.");
    }
    return steps;
  }

  @Override
  String about() {
    return "GC";
  }

  @Override
  public List<String> unknown() {
    return why == Why.EXPLICIT && explicitAt() == null
        ? List.of("Who calls `System.gc()`: no event with a stack came in time.")
        : List.of();
  }
}
