package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** An exception that nobody caught ended a thread, or its stack was used up. */
final class UncaughtTelling extends VitalTelling {
  private static final int MOST = 8;

  /** The agent's thread that runs when the JVM ends. */
  private static final String EXIT = "duality-exit";

  private final FailureSeen failure;
  private final String site;

  UncaughtTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    FailureSeen found = null;
    for (FailureSeen each : health.failures()) {
      boolean named = alarm().sentence().contains(each.threadName());
      boolean fits = List.of("uncaught", "stack overflow", "stopped job").contains(each.kind());
      if (fits && (found == null || named)) {
        found = each;
      }
    }
    this.failure = found;
    this.site = failure == null ? null : Sites.of(incident, failure.frames());
  }

  private boolean overflow() {
    return failure != null
        && (failure.kind().equals("stack overflow")
            || "java.lang.StackOverflowError".equals(failure.className()));
  }

  private String thread() {
    return failure.threadName().isEmpty()
        ? virtual() ? "a virtual thread" : "a thread"
        : Words.plain(failure.threadName());
  }

  private String error() {
    return failure.className() == null ? "an exception" : failure.className();
  }

  @Override
  Pattern pattern() {
    return overflow() ? Pattern.S15 : Pattern.S16;
  }

  @Override
  RootCause cause() {
    return failure == null
        ? new RootCause("resource", incident.service(), "observed by the trigger")
        : new RootCause(
            "thread", thread(), "it ended by " + error() + (site == null ? "" : " at " + site));
  }

  @Override
  String title() {
    if (failure == null) {
      return alarm().sentence();
    }
    List<StackTraceElement> block = overflow() ? Repeats.block(failure.frames(), MOST) : List.of();
    if (!block.isEmpty()) {
      List<String> names = block.stream().map(Stacks::brief).distinct().toList();
      return "the stack of "
          + thread()
          + " overflowed: "
          + Words.some(names, 3)
          + (names.size() == 1 ? " calls itself" : " call each other")
          + (failure.trace() == null || failure.trace().spanName() == null
              ? ""
              : " for " + failure.trace().spanName());
    }
    return (failure.threadName().isEmpty() ? "" : "thread ")
        + thread()
        + (failure.kind().equals("uncaught") ? " died of " : " ran into ")
        + Words.withoutPackages(error())
        + Sites.at(site)
        + (failure.trace() == null || failure.trace().spanName() == null
            ? ""
            : " for " + failure.trace().spanName())
        + alike();
  }

  /** The thread as code, where that is a name. */
  private String whom() {
    return failure.threadName().isEmpty() ? thread() : Words.code(thread());
  }

  /** Whether others of its kind still live: a pool replaces its worker, a lone thread is gone. */
  private String alike() {
    long left = left();
    return !failure.kind().equals("uncaught")
            || incident.evidence().threads().isEmpty()
            || virtual()
        ? ""
        : ends()
            ? main() ? ", and the JVM ends with it" : ", and the JVM ends"
            : left == 0
                ? "; no thread of its name is left"
                : "; "
                    + Words.count(left, "thread")
                    + " of its kind still "
                    + (left == 1 ? "lives" : "live");
  }

  /** The end of a virtual thread ends one task, and never the JVM. */
  private boolean virtual() {
    return failure.frames().stream()
        .anyMatch(frame -> frame.getClassName().equals("java.lang.VirtualThread"));
  }

  private boolean main() {
    return failure.threadName().equals("main");
  }

  /** Whether the JVM goes down: only then does its shutdown hook run. */
  private boolean ends() {
    return failure.kind().equals("uncaught")
        && !virtual()
        && incident.evidence().threads().stream().anyMatch(t -> t.name().equals(EXIT));
  }

  private long left() {
    String mask = Words.mask(failure.threadName());
    return incident.evidence().threads().stream()
        .filter(each -> each.id() != failure.threadId())
        .map(ThreadSeen::name)
        .filter(name -> Words.mask(name).equals(mask))
        .count();
  }

  @Override
  public String root() {
    if (failure == null) {
      return observed() + ".";
    }
    return Words.code(error())
        + (site == null ? "" : " at " + Words.code(site))
        + (failure.kind().equals("uncaught")
            ? " left the last frame of " + whom() + ": nobody caught it."
            : " was thrown on " + whom() + ".")
        + (failure.detail() == null ? "" : " It was " + Words.code(failure.detail()) + ".")
        + " Known by "
        + Words.text(failure.knownBy())
        + ".";
  }

  @Override
  public String hurt() {
    if (failure == null) {
      return null;
    }
    String trace =
        failure.trace() == null
            ? "no request that is known"
            : Words.span(failure.trace()) + ", trace " + Words.code(failure.trace().traceId());
    return trace
        + (ends()
            ? main()
                ? "; the process is gone: no other thread kept the JVM alive, or one of them ended it."
                : "; the JVM was ending when this was looked at: with it, if no other thread kept the"
                    + " JVM alive, or for a reason of its own."
            : virtual()
                ? "."
                : left() == 0 && failure.kind().equals("uncaught")
                    ? "; whatever only "
                        + Words.code(thread())
                        + " did is not done any more: its queue, its timer, its connection."
                    : ".");
  }

  @Override
  public List<String> block() {
    List<String> lines = new ArrayList<>();
    List<StackTraceElement> block =
        failure == null ? List.of() : Repeats.block(failure.frames(), MOST);
    if (!block.isEmpty()) {
      block.forEach(frame -> lines.add("at " + Words.fenced(Stacks.full(frame))));
      lines.add("… and again, " + failure.frames().size() + " frames in all that were kept");
      return lines;
    }
    if (failure != null) {
      lines.addAll(Stacks.lines(failure.frames(), MOST));
    }
    return lines;
  }

  @Override
  List<Timeline.Told> events() {
    return health.failures().stream().limit(4).map(each -> Failures.told(incident, each)).toList();
  }

  @Override
  public Existing existing() {
    Existing table =
        Existing.columns(
            "error",
            "thrown at",
            "how often in " + Words.duration(incident.rememberedNanos()),
            "became of it");
    for (ErrorSeen each : health.errors().stream().limit(4).toList()) {
      table =
          table.row(
              Words.code(each.className()),
              each.site().isEmpty() ? "not known" : Words.code(Sites.brief(each.site())),
              PoolWords.number(each.count()) + (each.sampled() ? " or more" : ""),
              each.fate().isEmpty() ? "nobody saw" : each.fate());
    }
    return table;
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    String place = site == null ? "the stack above" : Words.code(Sites.brief(site));
    if (overflow()) {
      steps.add("See which input makes " + place + " call itself without an end.");
      steps.add("A larger stack (`-Xss`) only puts it off, a restart does not help.");
      steps.add("Later: a limit on the depth, or a loop in place of the recursion.");
      return steps;
    }
    steps.add("See why " + place + " threw; the class alone is kept, not its message.");
    if (failure != null && ends()) {
      steps.add(
          "Restarting it without a change runs into the same, unless what it missed is there by then:"
              + " see the first lines of its own log for a port, a file, a host or a setting.");
      return steps;
    }
    if (failure != null && virtual()) {
      steps.add(
          "Nothing does the task of that virtual thread again by itself; a restart is only needed when"
              + " it was to run for ever.");
      steps.add(
          "Later: catch in the task and tell who waits for it, or fork it so that its end is seen.");
      return steps;
    }
    steps.add(
        failure != null && left() == 0
            ? "Nothing brings the thread back by itself: restart, once this bundle is complete,"
                + " unless its owner can start it again."
            : "No restart is needed: others do the same work, or its pool makes another.");
    steps.add(
        "Later: catch in the thread's loop, log, and go on; or run it in a pool that replaces it.");
    return steps;
  }

  @Override
  public List<String> unknown() {
    return List.of("What the message says: it may hold secrets, and is not kept.");
  }
}
