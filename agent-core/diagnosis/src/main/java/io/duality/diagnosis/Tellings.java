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
    List<Telling> found = new ArrayList<>();
    Telling waits = incident.graph().roots().isEmpty() ? null : new WaitTelling(incident);
    CaptureRequest request = incident.evidence().request();
    Telling own = vital(incident, request);
    if (own != null && waits != null && !hurts(incident)) {
      found.add(own);
    } else if (waits != null) {
      found.add(waits);
      add(found, own);
    } else {
      add(found, own);
    }
    for (CaptureRequest other : incident.evidence().additional()) {
      add(found, vital(incident, other));
    }
    if (found.isEmpty()) {
      Leading work = Leading.of(incident);
      found.add(work == null ? new QuietTelling(incident) : new BacklogTelling(incident, work));
    }
    return new Tellings(found.get(0), found.subList(1, found.size()));
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
      case "memory-growth",
          "memory-level",
          "oom",
          "gc",
          "hiccup",
          "cpu",
          "errors",
          "uncaught",
          "leak-handles",
          "metric",
          "crash" ->
          new AlarmTelling(incident, request);
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
    return others.stream().limit(3).map(other -> Words.text(other.brief())).toList();
  }
}
