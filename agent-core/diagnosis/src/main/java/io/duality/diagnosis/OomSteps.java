package io.duality.diagnosis;

import io.duality.model.LeakSeen;
import io.duality.model.StepResult;
import java.util.ArrayList;
import java.util.List;

/** What to do after an OutOfMemoryError, by its kind. */
final class OomSteps {
  private OomSteps() {}

  static List<String> of(
      Case incident,
      String kind,
      String site,
      LeakSeen leak,
      boolean hasRoom,
      boolean died,
      boolean tooLong) {
    List<String> steps = new ArrayList<>();
    String pid = String.valueOf(incident.evidence().process().pid());
    String place = site == null ? "the allocation" : Words.code(Sites.brief(site));
    if (hasRoom) {
      boolean one = kind.equals("oom array size");
      steps.add(
          one
              ? "See what size " + place + " asks for, and from which input it comes."
              : "See what "
                  + place
                  + " asks for and what the work that called it keeps until it ends, and from which"
                  + " input that comes.");
      if (dumped(incident)) {
        steps.add("Open the heap dump of this bundle: it shows what was there at the error.");
      }
      steps.add(
          (died
                  ? "Restart if nothing else does the work of the thread that died; the memory itself"
                      + " needs no restart."
                  : "The memory needs no restart: it has room.")
              + (tooLong ? " A larger heap does not help: no heap allows such an array." : ""));
      steps.add(
          "Later: a limit on "
              + (one ? "that size" : "what such work takes at once")
              + ", or work on it piece by piece.");
      return steps;
    }
    switch (kind) {
      case "oom threads" -> {
        steps.add(
            "See who starts the threads: the table above, and their stacks in `threads.txt`. Limits:"
                + " `ulimit -u`, `/proc/"
                + pid
                + "/limits`, `pids.max` of the container.");
        steps.add("The heap does not matter here; a larger one leaves even less for threads.");
      }
      case "oom direct buffers" ->
          steps.add(
              "See who keeps buffers: "
                  + place
                  + " only asked last. `-XX:MaxDirectMemorySize` sets the limit; the heap is"
                  + " innocent.");
      case "oom metaspace" ->
          steps.add(
              "`jcmd "
                  + pid
                  + " VM.classloader_stats` counts loaders: the same name many times is a loader"
                  + " that is not let go. The heap is innocent.");
      default -> heap(incident, leak, steps);
    }
    steps.add(
        "Restart once this bundle is complete: after an OutOfMemoryError any thread may have stopped"
            + " half-way, locks and queues included. It comes back"
            + (leak == null ? " unless the cause is found." : " as long as it grows."));
    steps.add(
        "Later: "
            + (kind.equals("oom threads")
                ? "one pool that is shared and shut down; the trigger `leak-handles` fires before"
                    + " none is left."
                : leak == null
                    ? "a level trigger that fires before it is full (`memory-level`), so that there is"
                        + " something to compare."
                    : kind.equals("oom metaspace")
                        ? "keep generated classes and use them again; let go of class loaders that are"
                            + " replaced."
                        : "a limit or an expiry for what keeps " + Words.code(leak.what()) + "."));
    return steps;
  }

  private static boolean dumped(Case incident) {
    return incident.evidence().steps().stream()
        .anyMatch(step -> step.step().startsWith("heap") && step.status() == StepResult.Status.OK);
  }

  private static void heap(Case incident, LeakSeen leak, List<String> steps) {
    if (leak != null) {
      LeakWords words = new LeakWords(incident, leak);
      List<String> traces = words.traces();
      steps.add(
          "See "
              + (leak.allocatedAt() == null
                  ? "who makes " + Words.code(leak.what())
                  : Words.code(Sites.brief(leak.allocatedAt())))
              + (traces.isEmpty() ? "" : " in traces " + Words.list(traces) + ",")
              + (leak.holders().isEmpty()
                  ? " and who keeps what it makes."
                  : " and who removes from " + Words.code(new HolderWords(leak).nearest()) + "."));
    }
    steps.add(
        dumped(incident)
            ? "Open the heap dump of this bundle: the biggest retained objects are what filled it."
            : "There is no heap dump in this bundle; `histogram.json` says which classes fill the"
                + " heap.");
  }
}
