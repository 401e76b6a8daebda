package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Look;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Threads use the processor and get nowhere: which, how much of it, and in which code. */
final class CpuTelling extends VitalTelling {
  private static final double BUSY = 0.5;
  private static final int MOST = 6;

  /**
   * One thread over the last minute.
   *
   * @param cores the mean part of one core while it was among the first
   * @param seconds in how many readings it was that busy
   */
  private record Burner(long id, String name, double cores, int seconds) {}

  private final List<Burner> burners;

  CpuTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.burners = burners();
  }

  private List<Burner> burners() {
    Map<Long, List<ThreadCpu>> all = new LinkedHashMap<>();
    if (course.last() != null) {
      for (Vitals each : course.minute()) {
        each.cpu()
            .threads()
            .forEach(t -> all.computeIfAbsent(t.threadId(), k -> new ArrayList<>()).add(t));
      }
    }
    List<Burner> found = new ArrayList<>();
    all.forEach(
        (id, readings) -> {
          List<ThreadCpu> busy = readings.stream().filter(t -> t.cores() >= BUSY).toList();
          boolean named = alarm().threadIds().contains(id);
          boolean seldom = 2 * busy.size() < readings.size(); // it gets no more on a full machine
          List<ThreadCpu> counted = named && seldom ? readings : busy;
          if (!counted.isEmpty()) {
            double mean = counted.stream().mapToDouble(ThreadCpu::cores).average().orElse(0);
            found.add(new Burner(id, counted.get(0).name(), mean, counted.size()));
          }
        });
    for (long id : alarm().threadIds()) {
      ThreadSeen thread = thread(id);
      if (thread != null && found.stream().noneMatch(each -> each.id() == id)) {
        found.add(new Burner(id, thread.name(), -1, 0));
      }
    }
    found.sort(
        Comparator.comparing((Burner b) -> !alarm().threadIds().contains(b.id()))
            .thenComparing(b -> -b.cores() * b.seconds()));
    return found.stream().limit(MOST).toList();
  }

  private Burner first() {
    return burners.isEmpty() ? null : burners.get(0);
  }

  /** The burners that the trigger means; all when it names none. */
  private List<Burner> meant() {
    List<Burner> meant =
        burners.stream().filter(b -> alarm().threadIds().contains(b.id())).toList();
    return meant.isEmpty() ? burners : meant;
  }

  private ThreadSeen thread(Burner burner) {
    return burner == null ? null : thread(burner.id());
  }

  private ThreadSeen thread(long id) {
    for (ThreadSeen each : incident.evidence().threads()) {
      if (each.id() == id) {
        return each;
      }
    }
    return incident.graph().thread(id);
  }

  private String where(Burner burner) {
    ThreadSeen thread = burner == null ? null : thread(burner.id());
    return thread == null ? null : incident.graph().places().where(thread);
  }

  /** The frames of the application that every stack of the thread has, the topmost first. */
  private List<String> staying(Burner burner) {
    Set<String> common = null;
    for (List<StackTraceElement> stack : stacks(burner.id())) {
      Set<String> frames = new LinkedHashSet<>();
      for (StackTraceElement frame : stack) {
        if (!Stacks.isJdk(frame) && !frame.getClassName().contains("$$")) {
          frames.add(frame.getClassName() + "." + frame.getMethodName());
        }
      }
      if (common == null) {
        common = frames;
      } else {
        common.retainAll(frames);
      }
    }
    return common == null ? List.of() : List.copyOf(common);
  }

  /** One stack for each look that has one. */
  private List<List<StackTraceElement>> stacks(long id) {
    List<List<StackTraceElement>> stacks = new ArrayList<>();
    Evidence evidence = incident.evidence();
    for (Look look : evidence.looks()) {
      ThreadSeen found = null;
      for (ThreadSeen each : look.threads()) {
        found = each.id() == id ? each : found;
      }
      boolean dumped = look.number() == evidence.dumpLook().number() && thread(id) != null;
      ThreadSeen seen = dumped ? thread(id) : found;
      if (seen != null && !seen.frames().isEmpty()) {
        stacks.add(seen.frames());
      }
    }
    return stacks;
  }

  /** Who runs, how much of the processor it uses, and for how long. */
  private String who(List<Burner> meant, Burner first) {
    String names = (meant.size() == 1 ? "thread " : meant.size() + " threads: ") + names(meant);
    boolean one = meant.size() == 1;
    double cores = meant.stream().mapToDouble(each -> Math.max(0, each.cores())).sum();
    String lasts =
        first.seconds() > 0 ? " for " + Words.duration(first.seconds() * 1_000_000_000L) : "";
    if (first.cores() < BUSY) {
      return names
          + (one ? " runs" : " run")
          + lasts
          + (pattern() == Pattern.S08 ? " without progress" : " in the same few methods")
          + (cores > 0 ? " with " + Amounts.percent(cores) + " of a core, as much as it gets" : "");
    }
    return names
        + (one ? " uses " : " use ")
        + (one
            ? Amounts.percent(first.cores()) + " of a core"
            : Amounts.figure(cores)
                + " of "
                + Amounts.figure(course.last().cpu().cores())
                + " cores")
        + lasts;
  }

  @Override
  Pattern pattern() {
    return incident.found(Pattern.S08).isEmpty() ? Pattern.S09 : Pattern.S08;
  }

  @Override
  RootCause cause() {
    Burner first = first();
    String where = where(first);
    return first == null
        ? new RootCause("resource", "processor", "observed by the trigger")
        : new RootCause(
            "thread",
            Words.plain(label(first)),
            "it uses "
                + Amounts.percent(first.cores())
                + " of a core"
                + (where == null ? "" : " in " + where));
  }

  private static String label(Burner burner) {
    return burner.name().isEmpty() ? "virtual thread " + burner.id() : burner.name();
  }

  @Override
  String title() {
    Burner first = first();
    if (first == null) {
      return alarm().sentence();
    }
    List<Burner> meant = meant();
    String where = where(first);
    ThreadSeen thread = thread(first.id());
    String span =
        thread == null || thread.trace() == null || thread.trace().spanName() == null
            ? ""
            : " for " + thread.trace().spanName();
    return who(meant, first)
        + (SpinKind.of(thread(first)).isEmpty() ? "" : " in " + SpinKind.of(thread(first)))
        + Sites.at(where)
        + span
        + (pattern() == Pattern.S08 && first.cores() >= BUSY ? " and gets nowhere" : "");
  }

  private static String reason(String kind) {
    return switch (kind) {
      case "" -> "";
      case "a regular expression" ->
          " Nested repetitions such as `(a+)+` try every way to split a text that does not match:"
              + " the time doubles with each character.";
      default ->
          " Such a map is not made for several threads: changed by two at once it can end in a ring"
              + " that no search leaves.";
    };
  }

  private static String names(List<Burner> burners) {
    String fold = Words.fold(burners.stream().map(CpuTelling::label).toList());
    return fold == null ? Words.some(burners.stream().map(CpuTelling::label).toList(), 2) : fold;
  }

  @Override
  public String root() {
    Burner first = first();
    if (first == null) {
      return observed() + ".";
    }
    String where = where(first);
    List<String> staying = staying(first);
    int stacks = stacks(first.id()).size();
    ThreadSeen thread = thread(first.id());
    return "thread "
        + Words.code(label(first))
        + " runs"
        + (where == null ? "" : " in " + Words.code(where))
        + (thread == null || thread.trace() == null
            ? ""
            : ", trace " + Words.code(thread.trace().traceId()))
        + "."
        + (stacks > 1 && !staying.isEmpty()
            ? " In "
                + stacks
                + " stacks "
                + Words.some(staying.stream().map(Words::code).toList(), 3)
                + " stayed: the loop is there or above."
            : "")
        + reason(SpinKind.of(thread(first)));
  }

  @Override
  public String hurt() {
    double share = course.cpuShare();
    return share < 0 || course.last() == null
        ? null
        : "the process uses "
            + Amounts.figure(course.cores())
            + " of "
            + Amounts.figure(course.last().cpu().cores())
            + " cores ("
            + Amounts.percent(share)
            + ")"
            + (share > 0.9
                ? "; every other thread waits for the processor."
                : course.machineFull()
                    ? "; the machine is full all the same: others use the rest."
                    : "; the others still have room.");
  }

  @Override
  public List<String> block() {
    List<List<String>> rows = new ArrayList<>();
    for (Burner each : burners) {
      String where = where(each);
      ThreadSeen thread = thread(each.id());
      boolean spans = thread != null && thread.trace() != null && thread.trace().spanName() != null;
      rows.add(
          List.of(
              label(each),
              spans ? thread.trace().spanName() : "",
              each.cores() < 0 ? "" : Amounts.percent(each.cores()) + " of a core",
              each.seconds() == 0 ? "" : Words.duration(each.seconds() * 1_000_000_000L),
              where == null ? "" : Sites.brief(where)));
    }
    return Columns.of(rows);
  }

  @Override
  List<Timeline.Told> events() {
    Burner first = first();
    if (first == null) {
      return List.of();
    }
    for (Vitals each : course.all()) {
      for (ThreadCpu thread : each.cpu().threads()) {
        boolean before = !each.at().isAfter(request.at());
        if (before && thread.threadId() == first.id() && thread.cores() >= BUSY) {
          return List.of(
              new Timeline.Told(
                  each.at(),
                  Words.code(label(first))
                      + " is first seen with "
                      + Amounts.percent(thread.cores())
                      + " of a core"));
        }
      }
    }
    return List.of();
  }

  @Override
  public List<String> steps() {
    Burner first = first();
    String where = first == null ? null : where(first);
    List<String> steps = new ArrayList<>();
    steps.add(
        where == null
            ? "See what it does: its stacks in the dumps of threads."
            : "See what "
                + Words.code(Sites.brief(where))
                + " works on, and what would end it; its later stacks are in the further dumps"
                + " of threads.");
    steps.add(
        "A thread that runs cannot be stopped from outside: an interrupt helps only if its code asks"
            + " for it. A restart ends it, and it comes back with the same input. More threads or"
            + " memory do not help.");
    steps.add(
        switch (first == null ? "" : SpinKind.of(thread(first))) {
          case "" ->
              "Later: a limit on the input or the number of tries, and a check of the interrupt.";
          case "a regular expression" ->
              "Later: a limit on the text's length, possessive quantifiers (`a++`), or no regular"
                  + " expression.";
          default -> "Later: `ConcurrentHashMap`, or one lock around every use of the map.";
        });
    return steps;
  }

  @Override
  String about() {
    return "CPU";
  }
}
