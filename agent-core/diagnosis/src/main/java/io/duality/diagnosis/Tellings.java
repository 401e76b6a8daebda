package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import java.util.ArrayList;
import java.util.List;

/** Which kinds of incident the evidence shows, and which of them hurts most. */
final class Tellings {
  private final Telling leading;
  private final List<Telling> others;

  private Tellings(Telling leading, List<Telling> others) {
    this.leading = leading;
    this.others = List.copyOf(others);
  }

  static Tellings of(Case incident) {
    CaptureRequest request = incident.evidence().request();
    List<Telling> found = new ArrayList<>();
    if (incident.evidence().health().crash() != null || request.type().equals("crash")) {
      found.add(new CrashTelling(incident, request));
      return new Tellings(found.get(0), List.of());
    }
    waitsAndVitals(incident, found);
    List<Telling> later = new ArrayList<>();
    incident.joined().forEach(joined -> later.addAll(joined.tellings()));
    if (!request.type().equals("manual")) {
      work(incident, found); // what it fired for comes before what will happen
    }
    exhaustion(incident, request, found);
    work(incident, found);
    if (found.isEmpty() && (later.isEmpty() || QuietTelling.sawSomething(request))) {
      found.add(new QuietTelling(incident));
    }
    found.addAll(later);
    Telling first = found.get(0);
    return new Tellings(
        request.type().equals("exit") ? new ExitTelling(incident, request, first) : first,
        found.subList(1, found.size()));
  }

  private static void waitsAndVitals(Case incident, List<Telling> found) {
    CaptureRequest request = incident.evidence().request();
    Telling own = vital(incident, request);
    boolean first = own instanceof OomTelling || own instanceof UncaughtTelling;
    if (incident.graph().roots().isEmpty() || (own != null && (first || !hurts(incident)))) {
      add(found, own);
      if (!incident.graph().roots().isEmpty() && hurts(incident)) {
        found.add(new WaitTelling(incident));
      }
    } else {
      found.add(new WaitTelling(incident));
      add(found, own);
    }
    for (CaptureRequest other : incident.evidence().additional()) {
      add(found, vital(incident, other));
    }
    if (OomTelling.happened(incident)) {
      add(found, new OomTelling(incident, request));
    }
    collectorFirst(found);
  }

  /** Work that waits, when no thread does that should not. */
  private static void work(Case incident, List<Telling> found) {
    Leading work = found.isEmpty() ? Leading.of(incident) : null;
    if (work != null) {
      found.add(new BacklogTelling(incident, work));
    }
  }

  /** A heap that will be full is told of whatever fired. */
  private static void exhaustion(Case incident, CaptureRequest request, List<Telling> found) {
    boolean soon =
        incident.evidence().health().leaks().stream()
            .anyMatch(leak -> leak.kind().equals("heap") && leak.exhaustedInNanos() > 0);
    boolean told = found.stream().anyMatch(Tellings::aboutTheHeap);
    if (soon && !told) {
      add(found, new MemoryTelling(incident, request));
    }
  }

  /** A standstill that a collection made is the collector's story, whose page knows why it was. */
  private static void collectorFirst(List<Telling> found) {
    Telling gc = found.stream().filter(GcTelling.class::isInstance).findFirst().orElse(null);
    Telling stood = null;
    for (Telling each : found) {
      stood = each instanceof StallTelling stall && stall.collection() ? each : stood;
    }
    if (gc != null && stood != null) {
      found.remove(gc);
      found.set(found.indexOf(stood), gc);
    }
  }

  private static boolean aboutTheHeap(Telling telling) {
    return telling instanceof OomTelling
        || telling instanceof GcTelling
        || telling instanceof MemoryTelling;
  }

  private static void add(List<Telling> found, Telling telling) {
    if (telling != null
        && found.stream().noneMatch(each -> each.getClass() == telling.getClass())) {
      found.add(telling);
    }
  }

  /** The page of what a trigger on vitals saw; null for triggers on waits and work. */
  private static Telling vital(Case incident, CaptureRequest request) {
    return switch (request.type()) {
      case "memory-growth", "memory-level" -> new MemoryTelling(incident, request);
      case "oom" -> new OomTelling(incident, request);
      case "gc" -> new GcTelling(incident, request);
      case "hiccup" -> new StallTelling(incident, request);
      case "cpu" -> new CpuTelling(incident, request);
      case "errors" -> new ErrorsTelling(incident, request);
      case "uncaught" -> new UncaughtTelling(incident, request);
      case "leak-handles" -> new HandleTelling(incident, request);
      case "metric" -> new AlarmTelling(incident, request);
      default -> null;
    };
  }

  /** Whether the waits are worth the first line although the trigger is about something else. */
  private static boolean hurts(Case incident) {
    Root root = incident.graph().roots().get(0);
    boolean deadlock = root.cycle() != null && !root.cycle().timed();
    return deadlock
        || (incident.lasting(root)
            && (root.threadsBehind() > 2
                || !Roots.activities(incident.graph(), root.behind()).isEmpty()));
  }

  /** What the page is about. */
  Telling leading() {
    return leading;
  }

  /** The others, a clause each, for the page of the first. */
  List<String> apart() {
    return others.stream()
        .limit(3)
        .map(other -> Words.text(other.brief()) + other.where())
        .toList();
  }

  /** The same as a paragraph; empty when there are none. */
  List<Telling.Note> notes() {
    List<String> apart = apart();
    return apart.isEmpty()
        ? List.of()
        : List.of(new Telling.Note("Apart from it", String.join("; ", apart) + "."));
  }
}
