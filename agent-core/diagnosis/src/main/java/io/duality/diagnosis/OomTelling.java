package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.FailureSeen;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** An allocation failed: which kind, who asked, what had used it up, and what is innocent. */
final class OomTelling extends VitalTelling {
  private static final double ROOM = 0.75;
  private static final java.util.regex.Pattern ASKED =
      java.util.regex.Pattern.compile("([0-9]+ MiB) were asked for");

  private final FailureSeen failure;
  private final String kind;
  private final String site;
  private final LeakSeen leak;

  OomTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.failure = failure();
    this.kind = failure == null ? "oom" : failure.kind();
    this.site = failure == null ? null : Sites.of(incident, failure.frames());
    this.leak = leak();
  }

  /** Whether an allocation has failed lately. */
  static boolean happened(Case incident) {
    return incident.evidence().health().failures().stream()
        .anyMatch(each -> each.kind().startsWith("oom"));
  }

  /** The first of the trigger's kind, else of all: those after it may be its consequences. */
  private FailureSeen failure() {
    FailureSeen asked = first("oom " + alarm().observed());
    return asked == null ? first("oom") : asked;
  }

  private FailureSeen first(String kind) {
    FailureSeen first = null;
    for (FailureSeen each : health.failures()) {
      if (each.kind().startsWith(kind) && (first == null || first.frames().isEmpty())) {
        first = first != null && each.frames().isEmpty() ? first : each;
      }
    }
    return first;
  }

  private LeakSeen leak() {
    List<String> kinds =
        switch (kind) {
          case "oom", "oom heap", "oom gc overhead" -> List.of("heap", "thread locals");
          case "oom metaspace" -> List.of("metaspace", "class loaders");
          case "oom direct buffers" -> List.of("direct buffers");
          case "oom threads" -> List.of("threads");
          default -> List.of();
        };
    MemorySeen.Area area = course.area(area());
    List<LeakSeen> leaks =
        hasRoom() ? List.of() : Leaks.of(health, kinds, area == null ? -1 : area.limit());
    return leaks.isEmpty() ? null : leaks.get(0);
  }

  /** Whether the heap has room: one allocation was too large, or what filled it is gone. */
  private boolean hasRoom() {
    MemorySeen.Area heap = course.area(MemorySeen.HEAP);
    long live = course.last() == null ? -1 : course.last().memory().liveBytes();
    return kind.equals("oom array size")
        || (List.of("oom heap", "oom gc overhead").contains(kind)
            && heap != null
            && live >= 0
            && live < ROOM * heap.limit());
  }

  /** One allocation was larger than what the heap had room for: nothing was full. */
  private boolean innocentHeap() {
    return kind.equals("oom array size");
  }

  /** No heap, however large, has room for such an array. */
  private boolean tooLong() {
    return failure != null
        && failure.detail() != null
        && (failure.detail().startsWith("Requested array size")
            || failure.detail().startsWith("Required "));
  }

  private boolean died() {
    return failure != null
        && health.failures().stream()
            .anyMatch(
                each ->
                    each.kind().equals("uncaught")
                        && each.threadName().equals(failure.threadName()));
  }

  @Override
  Pattern pattern() {
    return Pattern.S11;
  }

  @Override
  RootCause cause() {
    return leak != null
        ? new RootCause("class", Words.plain(leak.what()), "it had used up the memory")
        : hasRoom() && site != null
            ? new RootCause("thread", who(), "it asked for more than there can be, at " + site)
            : new RootCause("resource", area(), "it was used up");
  }

  private String who() {
    return failure == null || failure.threadName().isEmpty()
        ? "a thread"
        : Words.plain(failure.threadName());
  }

  /** {@code (381 MiB)}, where the flight recorder has seen it. */
  private String asked() {
    Matcher asked =
        ASKED.matcher(failure == null || failure.detail() == null ? "" : failure.detail());
    return asked.find() ? " (" + asked.group(1) + ")" : "";
  }

  /** The same as code, where it is a name. */
  private String whom() {
    return failure == null || failure.threadName().isEmpty()
        ? "a thread that is not known"
        : Words.code(who());
  }

  private String area() {
    return switch (kind) {
      case "oom metaspace" -> MemorySeen.METASPACE;
      case "oom direct buffers" -> MemorySeen.DIRECT;
      case "oom threads" -> "native threads";
      default -> MemorySeen.HEAP;
    };
  }

  @Override
  String title() {
    StringBuilder text = new StringBuilder("OutOfMemoryError: ").append(what());
    String asker =
        failure == null || failure.threadName().isEmpty()
            ? ""
            : who()
                + (failure.trace() == null || failure.trace().spanName() == null
                    ? ""
                    : " (" + failure.trace().spanName() + ")");
    if (leak != null) {
      text.append(": ").append(new LeakWords(incident, leak).grew());
      text.append(asker.isEmpty() ? "" : "; refused to " + asker);
    } else {
      text.append(asker.isEmpty() ? "" : ", asked for by " + asker).append(Sites.at(site));
      text.append(
          innocentHeap()
              ? "; the heap itself is healthy" + heap()
              : hasRoom() ? "; since then it has room" + heap() : "");
    }
    return text.toString();
  }

  private String what() {
    return switch (kind) {
      case "oom heap" ->
          hasRoom()
              ? course.fullHeap() < 0
                  ? "the heap had no room"
                  : "the heap was full" + heap(course.fullHeap())
              : "the heap is full" + heap();
      case "oom gc overhead" ->
          hasRoom()
              ? "the collector ran all the time and freed nothing"
                  + (course.fullHeap() < 0 ? "" : heap(course.fullHeap()))
              : "the collector runs all the time and frees nothing" + heap();
      case "oom array size" ->
          tooLong()
              ? "one array longer than the JVM allows"
              : "one allocation too large for the heap";
      case "oom metaspace" -> "metaspace is full" + level(MemorySeen.METASPACE);
      case "oom direct buffers" -> "no memory for direct buffers" + level(MemorySeen.DIRECT);
      case "oom threads" -> "no further native thread" + OomThreads.title(course);
      default -> Words.plain(alarm().sentence());
    };
  }

  private String mostThreads() {
    return kind.equals("oom threads") ? OomThreads.most(course) : null;
  }

  private String heap() {
    return heap(course.last() == null ? -1 : course.last().memory().liveBytes());
  }

  private String heap(long live) {
    MemorySeen.Area heap = course.area(MemorySeen.HEAP);
    return heap == null || live < 0
        ? level(MemorySeen.HEAP)
        : " (" + Amounts.bytes(live) + " of " + Amounts.bytes(heap.limit()) + " after collection)";
  }

  private String level(String name) {
    MemorySeen.Area area = course.area(name);
    return area == null || area.limit() <= 0
        ? ""
        : " (" + Amounts.bytes(area.used()) + " of " + Amounts.bytes(area.limit()) + ")";
  }

  @Override
  public String root() {
    List<String> sentences = new ArrayList<>();
    if (leak != null) {
      sentences.add(new LeakWords(incident, leak).sentences());
    } else if (mostThreads() != null) {
      sentences.add(mostThreads());
    }
    if (hasRoom()) {
      sentences.add(
          whom()
              + (site == null
                  ? " asked for memory at a place that was not seen"
                  : " asked for memory at " + Words.code(site))
              + (innocentHeap()
                  ? (tooLong()
                          ? ", more than there can be in one piece."
                          : ", more in one piece than the heap has room for" + asked() + ".")
                      + " Nothing has leaked: the heap has room"
                      + heap()
                      + "."
                  : (course.fullHeap() < 0
                          ? ". The heap has"
                          : ". The heap was full" + heap(course.fullHeap()) + " and has")
                      + " room now"
                      + heap()
                      + (course.fullHeap() < 0 && !kind.equals("oom gc overhead")
                          ? ": either that one allocation was larger than what was free, or what"
                              + " filled it was let go"
                          : ": what filled it was let go")
                      + (died() ? " when " + Words.code(who()) + " died of it." : ".")));
    } else if (failure != null) {
      sentences.add(
          "The allocation that failed was one of "
              + whom()
              + (site == null ? "" : " at " + Words.code(site))
              + (leak == null
                  ? "; it may be innocent, whoever asks next is refused."
                  : "; it is innocent, whoever asks next is refused."));
    } else {
      sentences.add(observed() + ".");
    }
    return String.join(" ", sentences);
  }

  @Override
  public String hurt() {
    if (failure == null) {
      return null;
    }
    long others =
        health.failures().stream()
            .filter(each -> each.kind().startsWith("oom") && each.nanos() > failure.nanos())
            .count();
    List<String> died =
        health.failures().stream()
            .filter(each -> each.kind().equals("uncaught"))
            .filter(each -> "java.lang.OutOfMemoryError".equals(each.className()))
            .map(each -> Words.code(each.threadName()))
            .distinct()
            .toList();
    boolean alone = failure.trace() == null && died.equals(List.of(whom())) && others == 0;
    return (failure.trace() == null
            ? alone ? "" : whom()
            : Words.span(failure.trace())
                + " on "
                + Words.code(who())
                + " (trace "
                + Words.code(failure.trace().traceId())
                + ")")
        + (others > 0 ? "; " + Words.count(others, "more allocation") + " failed after it" : "")
        + (died.isEmpty()
            ? "."
            : (alone ? "" : "; ")
                + Words.some(died, 3)
                + (died.size() == 1 ? " has" : " have")
                + " died of it: nobody does that work now.");
  }

  @Override
  public List<String> block() {
    return new LeakBlock(incident).lines(leak == null ? List.of() : health.leaks());
  }

  @Override
  List<Timeline.Told> events() {
    List<Timeline.Told> events = new ArrayList<>();
    if (leak != null) {
      events.add(new LeakBlock(incident).baseline(leak));
    }
    for (FailureSeen each : health.failures()) {
      if (events.size() < 5) {
        events.add(Failures.told(incident, each));
      }
    }
    return events;
  }

  @Override
  public Existing existing() {
    return kind.equals("oom threads")
        ? new HandleTable(course).table()
        : new MemoryTable(course).table();
  }

  @Override
  public List<String> steps() {
    return OomSteps.of(incident, kind, site, leak, hasRoom(), died(), tooLong());
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    if (failure == null || failure.frames().isEmpty()) {
      unknown.add(
          "Who asked for the memory: "
              + (failure == null
                  ? "no event says so."
                  : "it was noticed by " + Words.text(failure.knownBy()) + "."));
    }
    if (leak == null && !hasRoom() && course.last() != null && mostThreads() == null) {
      unknown.add("What had used it up: nothing was compared before it was full.");
    }
    return unknown;
  }
}
