package io.duality.engine.capture;

import io.duality.diagnosis.ThreadNotes;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.BundleFiles;
import io.duality.model.Look;
import io.duality.model.StepResult;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The prints of all threads in a bundle: one, or several one after the other. */
final class ThreadPrints {
  /** What a print of one thread takes in the bundle, about: frames of 35 calls. */
  private static final long BYTES_PER_THREAD = 8_000;

  private final String bundleId;
  private final Incident incident;
  private final CaptureSources sources;
  private final CaptureSettings settings;
  private final Steps steps;
  private final boolean judges;
  private final ThreadSource threads;

  /**
   * @param judges whether there is room to judge what is seen
   */
  ThreadPrints(
      String bundleId,
      Incident incident,
      CaptureSources sources,
      CaptureSettings settings,
      Steps steps,
      boolean judges) {
    this.bundleId = bundleId;
    this.incident = incident;
    this.sources = sources;
    this.settings = settings;
    this.steps = steps;
    this.judges = judges;
    threads = new ThreadSource(settings.synchronizersUpTo(), settings.maxVirtual());
  }

  /** Takes the print of that number, of which the first is judged. */
  void take(int number) {
    Path scratch = steps.reserve("virtual-threads.json");
    int count = ManagementFactory.getThreadMXBean().getThreadCount();
    List<StepResult> before = steps.results();
    steps.run(
        number == 1 ? CapturePlan.THREADS : CapturePlan.THREADS + "-" + number,
        count * BYTES_PER_THREAD,
        steps.predictedPrint(count),
        () -> {
          ThreadDump dump = threads.take(scratch);
          return number == 1 ? first(dump, before) : later(dump);
        },
        printed -> write(printed, number));
  }

  /** A dump with its text and, for the first one, its document. */
  private record Printed(ThreadDump dump, String text, Map<String, Object> document) {}

  private Printed first(ThreadDump dump, List<StepResult> before) {
    if (!judges) {
      return new Printed(dump, ThreadsText.of(dump, id -> List.of()), null);
    }
    incident.dumped(dump);
    Incident.Verdict judged = incident.judge(before);
    // Ages are those of the look, so that every file of the bundle tells the same.
    ThreadNotes notes = ThreadNotes.of(judged.graph(), judged.graph().nanos());
    return new Printed(
        dump,
        ThreadsText.of(dump, notes::lines),
        ThreadsDocument.of(
            bundleId, judged.evidence().dump() + 1, dump, judged.graph(), judged.roles()));
  }

  private Printed later(ThreadDump dump) {
    Look look = sources.look(false);
    incident.lookedAgain(look);
    ThreadNotes notes =
        ThreadNotes.of(
            WaitForGraph.of(look, dump.threads(ThreadDump.byId(look.threads())), settings.idle()),
            dump.nanos());
    return new Printed(dump, ThreadsText.of(dump, notes::lines), null);
  }

  private StepOutcome write(Printed printed, int number) {
    steps.clock(number == 1 ? "threads" : "threads-" + number);
    String file = number == 1 ? BundleFiles.THREADS_TEXT : "threads-" + number + ".txt";
    StepOutcome written = steps.text(file, printed.text, printed.dump.note());
    return printed.document == null
        ? written
        : Steps.worse(written, steps.document(BundleFiles.THREADS, printed.document));
  }
}
