package io.duality.engine.capture;

import io.duality.engine.bundle.BundleWriter;
import io.duality.engine.bundle.Content;
import io.duality.engine.bundle.FreeSpace;
import io.duality.engine.bundle.Written;
import io.duality.model.ClockSample;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.StepResult;
import io.duality.model.StepResult.Status;
import io.duality.model.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the steps of one bundle inside their limits and remembers what became of each. The work runs
 * on disposable threads; only the capture's own thread writes to the bundle.
 */
final class Steps {
  /**
   * Pause of a print per thread in milliseconds until one was measured; see {@link
   * CaptureSettings#SYNCHRONIZERS_UP_TO}.
   */
  private static final double PAUSE_PER_THREAD = 0.038;

  private static final double PAUSE_WITHOUT_SYNCHRONIZERS = 0.02;

  private final CaptureSettings settings;
  private final Pauses pauses;
  private final boolean narrow;
  private final long deadline;
  private final List<StepResult> results = new ArrayList<>();
  private final List<ClockSample> clocks = new ArrayList<>();
  private BundleWriter writer;
  private Supplier<Manifest> manifest;
  private double paused;
  private double printed = -1;

  /**
   * @param narrow whether there may be no room for classes that a step is the first to need
   */
  Steps(CaptureSettings settings, Pauses pauses, boolean narrow) {
    this.settings = settings;
    this.pauses = pauses;
    this.narrow = narrow;
    this.deadline = System.nanoTime() + settings.bundleLimit().toNanos();
  }

  void writeTo(BundleWriter target, Supplier<Manifest> state) {
    writer = target;
    manifest = state;
  }

  long deadline() {
    return deadline;
  }

  List<StepResult> results() {
    return List.copyOf(results);
  }

  List<ClockSample> clocks() {
    return List.copyOf(clocks);
  }

  void clock(String at) {
    Instant wall = Instant.now();
    long nanos = System.nanoTime();
    clocks.add(new ClockSample(wall.getEpochSecond() * 1_000_000_000L + wall.getNano(), nanos, at));
  }

  /** What a print will pause, by the last one of this bundle or by the number of threads. */
  double predictedPrint(int threads) {
    boolean synchronizers = threads <= settings.synchronizersUpTo();
    return printed >= 0
        ? printed
        : threads * (synchronizers ? PAUSE_PER_THREAD : PAUSE_WITHOUT_SYNCHRONIZERS);
  }

  /**
   * Runs one step.
   *
   * @param estimate how many bytes it will write
   * @param pause how long it will stop the application's threads, in milliseconds
   * @param work on a disposable thread
   * @param writing what is made of its result, on this thread
   */
  <T> void run(
      String step,
      long estimate,
      double pause,
      Callable<T> work,
      Function<? super T, StepOutcome> writing) {
    run(step, estimate, pause, true, settings.stepLimit(), work, writing);
  }

  private <T> void run(
      String step,
      long estimate,
      double pause,
      boolean counted,
      Duration allowed,
      Callable<T> work,
      Function<? super T, StepOutcome> writing) {
    long started = System.nanoTime();
    String refusal = refusal(step, estimate, pause);
    if (refusal != null) {
      boolean late = started >= deadline;
      add(step, late ? Status.MISSING : Status.SKIPPED, refusal, started, -1, 0);
      return;
    }
    long limit = Math.min(allowed.toNanos(), deadline - started);
    pauses.begin();
    Disposable.End<T> end = Disposable.run(step, limit, work);
    double stopped = pauses.end();
    if (step.startsWith(CapturePlan.THREADS)) {
      printed = stopped;
    }
    paused += counted ? pauses.taken() : 0;
    if (end instanceof Disposable.End.Done<T> done) {
      done(step, started, stopped, writing.apply(done.value()));
    } else if (end instanceof Disposable.End.Broken<T> broken) {
      add(step, Status.FAILED, Failed.describe(broken.cause()), started, stopped, 0);
    } else {
      String given = "given up after " + limit / 1_000_000 + " ms, duality.capture.max-step-time";
      add(step, Status.ABANDONED, given, started, stopped, 0);
    }
    if (writer.manifest(manifest.get()) instanceof Written.Refused refused) {
      add("manifest", Status.FAILED, refused.reason(), System.nanoTime(), -1, 0);
    }
  }

  void done(String step, long started, double stopped, StepOutcome outcome) {
    if (outcome instanceof Captured captured) {
      add(step, Status.OK, captured.note(), started, stopped, captured.bytes());
    } else if (outcome instanceof Failed failed) {
      add(step, failed.status(), failed.reason(), started, stopped, 0);
    }
  }

  private String refusal(String step, long estimate, double pause) {
    if (System.nanoTime() >= deadline) {
      return "the bundle's time was used up: duality.capture.max-time "
          + settings.bundleLimit().toSeconds()
          + "s";
    }
    String room = narrow && !CapturePlan.THREADS.equals(step) ? ClassRoom.none() : null;
    if (room != null) {
      return room;
    }
    double budget = settings.stopTheWorld().toMillis();
    // A busy machine makes every safepoint long: that must not cost the one dump that matters.
    double spent = step.equals(CapturePlan.THREADS) ? 0 : paused;
    if (pause > 0 && spent + pause > budget) {
      return String.format(
          Locale.ROOT,
          "predicted pause %.1f ms exceeds what is left of the bundle's %.0f ms,"
              + " duality.capture.max-pause",
          pause,
          budget);
    }
    return FreeSpace.shortage(settings.keepFree(), writer.path(), estimate);
  }

  void skip(String step, String reason) {
    add(step, Status.SKIPPED, reason, System.nanoTime(), -1, 0);
  }

  /** The capture ends before its time. */
  void unfinished(String reason) {
    add("capture", Status.MISSING, reason, System.nanoTime(), -1, 0);
  }

  /** Whether a step was taken. */
  boolean went(String step) {
    return results.stream()
        .anyMatch(result -> result.step().equals(step) && result.status() == Status.OK);
  }

  /** Names a step that was asked for and never came to its turn. */
  void missing(String asked) {
    boolean known =
        results.stream().anyMatch(result -> result.step().equals(asked))
            || asked.equals(CapturePlan.SUMMARY);
    if (!known) {
      add(asked, Status.MISSING, "the capture ended before it", System.nanoTime(), -1, 0);
    }
  }

  /** The names of the files that are written. */
  List<String> files() {
    return writer.files().stream().map(FileEntry::name).toList();
  }

  /** Writes a file of the bundle. */
  interface ToFile {
    StepOutcome write(Path target) throws IOException;
  }

  /** Runs a step in which somebody else writes the file. */
  void external(String step, String file, long estimate, double pause, ToFile body) {
    Path target = reserve(file);
    if (target == null) {
      skip(step, "no place for " + file + " in " + writer.path());
      return;
    }
    run(
        step,
        estimate,
        pause,
        () -> body.write(target),
        outcome -> outcome instanceof Captured captured ? adopt(file, captured) : outcome);
  }

  /** Runs a step in which an artefact of another part writes its file. */
  void external(String step, Artefact artefact, ToFile body) {
    String file = artefact.file();
    Path target = reserve(file);
    if (target == null) {
      skip(step, "no place for " + file + " in " + writer.path());
      return;
    }
    run(
        step,
        artefact.estimateBytes(),
        artefact.predictedPauseMillis(),
        artefact.countsPause(),
        artefact.limit(settings.stepLimit()),
        () -> body.write(target),
        outcome -> outcome instanceof Captured captured ? adopt(file, captured) : outcome);
  }

  /** Where somebody else may write a file, absolute; null when there is no place. */
  Path reserve(String file) {
    try {
      return writer.reserve(file).toAbsolutePath();
    } catch (IOException e) {
      return null;
    }
  }

  private void add(
      String step, Status status, String reason, long started, double stopped, long bytes) {
    double millis = Math.max(0, System.nanoTime() - started) / 1e6;
    results.add(new StepResult(step, status, reason, started, millis, stopped, bytes));
  }

  StepOutcome document(String file, Map<String, Object> tree) {
    return write(
        file,
        null,
        out -> {
          Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          Json.write(text, tree);
          text.flush();
        });
  }

  StepOutcome text(String file, String text, String note) {
    return write(file, note, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private StepOutcome write(String file, String note, Content content) {
    return outcome(writer.write(file, content), note);
  }

  private StepOutcome adopt(String file, Captured captured) {
    return outcome(writer.adopt(file, captured.sanitized()), captured.note());
  }

  void summary(String markdown) {
    if (writer.summary(markdown) instanceof Written.Refused refused) {
      add("summary", Status.FAILED, refused.reason(), System.nanoTime(), -1, 0);
    }
  }

  private static StepOutcome outcome(Written written, String note) {
    return written instanceof Written.Done done
        ? new Captured(done.file().bytes(), note)
        : Failed.because(((Written.Refused) written).reason());
  }

  /** Both, when both went well; else the first that did not. */
  static StepOutcome worse(StepOutcome one, StepOutcome other) {
    if (one instanceof Captured a && other instanceof Captured b) {
      return new Captured(a.bytes() + b.bytes(), a.note() == null ? b.note() : a.note());
    }
    return one instanceof Failed ? one : other;
  }
}
