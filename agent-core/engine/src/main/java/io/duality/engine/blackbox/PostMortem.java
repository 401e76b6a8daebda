package io.duality.engine.blackbox;

import io.duality.diagnosis.FindingsJson;
import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.BundleWriter;
import io.duality.engine.bundle.FreeSpace;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.bundle.Redaction;
import io.duality.engine.bundle.Written;
import io.duality.engine.capture.Captured;
import io.duality.engine.capture.Citations;
import io.duality.engine.capture.Failed;
import io.duality.engine.capture.Incident;
import io.duality.engine.capture.RecordingFilter;
import io.duality.engine.capture.ResourcesDocument;
import io.duality.engine.capture.StepOutcome;
import io.duality.engine.heap.HeapDumpFile;
import io.duality.model.BundleFiles;
import io.duality.model.CaptureRequest;
import io.duality.model.ClockSample;
import io.duality.model.CrashSeen;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.StepResult;
import io.duality.model.StepResult.Status;
import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One post-mortem bundle in the making. */
final class PostMortem {
  private static final String DEAD = "the process is dead, and its black box holds no ";

  private static final String WARY =
      "an earlier harvest of this process did not come to its end, and reading it may have been why:"
          + " it is not read in the service again";

  private final Remains remains;
  private final Chunks chunks;
  private final Path logFile;
  private final CaptureRequest request;
  private final Harvest.Limits limits;
  private final Incident incident;
  private final Redaction redaction;
  private final boolean wary;
  private final List<StepResult> steps = new ArrayList<>();
  private BundleWriter writer;
  private Incident.Verdict verdict;

  /** What came of it. */
  record Made(Path bundle, Manifest manifest) {}

  /**
   * @param wary whether an earlier try may have ended its JVM: what takes memory is then left alone
   */
  PostMortem(
      Remains remains,
      CrashSeen crash,
      Chunks chunks,
      Path logFile,
      CaptureRequest request,
      Harvest.Limits limits,
      Harvest.Desk desk,
      boolean wary) {
    this.wary = wary;
    this.remains = remains;
    this.chunks = chunks;
    this.logFile = logFile;
    this.request = request;
    this.limits = limits;
    this.redaction = new Redaction(limits.capture().secretKeys());
    DeadSources sources =
        new DeadSources(
            remains,
            crash,
            limits.agent(),
            signature -> desk.occurrence(remains.service(), signature));
    this.incident = new Incident(request, sources, limits.capture().idle());
    incident.looked(sources.recent());
  }

  /**
   * Writes it.
   *
   * @throws IOException when it could not be published, or the harvester has to end; nothing is
   *     left
   */
  Made write(BundleDirectory directory, LiveProcess live, BooleanSupplier stopped)
      throws IOException {
    writer = BundleWriter.open(directory, live, manifest(false), limits.capture().bundleBytes());
    try {
      Recovery.into(remains.live(), writer.name());
      judge();
      goOn(stopped);
      run("recording", this::recording);
      goOn(stopped);
      run("crash-log", this::crashLog);
      goOn(stopped);
      heap();
      skip("threads", DEAD + "dump of all threads");
      skip("context", DEAD + "configuration, flags and class path");
      judge();
      Manifest last = manifest(true);
      return new Made(writer.publish(last, true), last);
    } catch (IOException | RuntimeException e) {
      writer.discard();
      Recovery.outOf(remains.live()); // nobody died of it
      throw e;
    } catch (Error e) {
      writer.discard();
      throw e;
    }
  }

  private static void goOn(BooleanSupplier stopped) throws IOException {
    if (stopped.getAsBoolean()) {
      throw new IOException("the JVM ends; the next start harvests it");
    }
  }

  /** Judges what is known, and writes all that follows; what is known first is written first. */
  private void judge() throws IOException {
    steps.removeIf(step -> List.of("waits", "resources", "findings").contains(step.step()));
    verdict = incident.judge(List.copyOf(steps));
    if (writer.summary(verdict.summary()) instanceof Written.Refused refused) {
      throw new IOException(refused.reason());
    }
    run("waits", () -> document(BundleFiles.WAITS, verdict.waits()));
    run(
        "resources",
        () ->
            document(
                BundleFiles.RESOURCES,
                ResourcesDocument.of(
                    request.bundleId(),
                    incident.graphs(verdict),
                    verdict.evidence().dump(),
                    verdict.evidence().histories(),
                    verdict.evidence().health())));
    Set<String> files = Citations.written(writer.files().stream().map(FileEntry::name).toList());
    run(
        "findings",
        () ->
            document(
                BundleFiles.FINDINGS,
                FindingsJson.tree(Citations.only(verdict.findings(), files))));
    if (writer.manifest(manifest(false)) instanceof Written.Refused refused) {
      throw new IOException(refused.reason());
    }
  }

  private StepOutcome document(String file, Map<String, Object> tree) {
    return outcome(
        writer.write(file, out -> out.write(Json.document(tree).getBytes(StandardCharsets.UTF_8))),
        null);
  }

  private static StepOutcome outcome(Written written, String note) {
    return written instanceof Written.Done done
        ? new Captured(done.file().bytes(), note)
        : Failed.because(((Written.Refused) written).reason());
  }

  private StepOutcome recording() throws IOException {
    if (chunks == null || chunks.isEmpty()) {
      return Failed.skipped(
          chunks == null
              ? "the process left no repository of the flight recorder"
              : "its flight recorder had flushed nothing yet");
    }
    if (wary) {
      return Failed.skipped(WARY);
    }
    chunks.limit(limits.recordingAge(), limits.recordingBytes());
    String shortage =
        FreeSpace.shortage(limits.capture().keepFree(), writer.path(), 2 * chunks.bytes());
    if (shortage != null) {
      return Failed.skipped(shortage);
    }
    Path target = writer.reserve(BundleFiles.RECORDING);
    Path raw = target.resolveSibling(target.getFileName() + ".raw");
    try {
      chunks.join(raw);
      StepOutcome outcome = RecordingFilter.publish(raw, target, true);
      return outcome instanceof Captured
          ? outcome(writer.adopt(BundleFiles.RECORDING, null), note())
          : outcome;
    } catch (LinkageError e) {
      return Failed.because(
          "this Java image has no module jdk.jfr to read the recording with; recover it with another"
              + " JDK",
          e);
    } finally {
      Files.deleteIfExists(raw);
    }
  }

  private String note() {
    return chunks.unreadable() == 0
        ? null
        : chunks.unreadable() + " chunks of the flight recorder had nothing in them";
  }

  private StepOutcome crashLog() throws IOException {
    if (logFile == null) {
      return Failed.skipped("the JVM left no crash log of this process");
    }
    String text = CrashText.of(CrashLog.text(logFile), redaction);
    return outcome(
        writer.write(
            BundleFiles.CRASH_LOG, out -> out.write(text.getBytes(StandardCharsets.UTF_8))),
        "what may hold values is left out; the whole log stays at " + logFile);
  }

  /** Only the dump that we told the JVM to write: others belong to whoever asked for them. */
  private void heap() throws IOException {
    Path dump = remains.heapDump();
    if (dump == null) {
      return;
    }
    if (!dump.startsWith(remains.live())) {
      skip("heap", "the JVM left a heap dump as its options say; it stays at " + dump);
      return;
    }
    if (wary) {
      skip("heap", WARY);
      return;
    }
    String name = limits.heap().compress() ? BundleFiles.HEAP + ".gz" : BundleFiles.HEAP;
    run(
        "heap",
        () -> {
          String shortage =
              FreeSpace.shortage(limits.capture().keepFree(), writer.path(), Files.size(dump));
          if (shortage != null) {
            return Failed.skipped(shortage);
          }
          String how = "by the JVM at the OutOfMemoryError that ended it, all objects";
          StepOutcome outcome =
              HeapDumpFile.publish(dump, writer.reserve(name), limits.heap(), how);
          return outcome instanceof Captured captured
              ? outcome(writer.adopt(name, captured.sanitized()), captured.note())
              : outcome;
        });
  }

  private void skip(String step, String why) {
    steps.add(new StepResult(step, Status.SKIPPED, why, System.nanoTime(), 0, -1, 0));
  }

  /** A step that writes, or says why not. */
  private interface Step {
    StepOutcome run() throws IOException;
  }

  private void run(String name, Step step) {
    long started = System.nanoTime();
    StepOutcome outcome;
    try {
      outcome = step.run();
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      outcome = Failed.because("it cannot be made of what was left", e);
    }
    double millis = (System.nanoTime() - started) / 1e6;
    if (outcome instanceof Captured captured) {
      steps.add(
          new StepResult(name, Status.OK, captured.note(), started, millis, -1, captured.bytes()));
    } else if (outcome instanceof Failed failed) {
      steps.add(new StepResult(name, failed.status(), failed.reason(), started, millis, -1, 0));
    }
  }

  private Manifest manifest(boolean complete) {
    LastState state = remains.state();
    ClockSample clock =
        new ClockSample(
            remains.lastSign().toEpochMilli() * 1_000_000L,
            state == null ? 0 : state.nanos(),
            "last-sign");
    return new Manifest(
        Manifest.SCHEMA_VERSION,
        request.bundleId(),
        complete,
        remains.service(),
        remains.process(),
        request,
        List.of(),
        verdict == null ? List.of() : verdict.traces(),
        verdict == null ? null : verdict.findings().signature(),
        incident.occurrence(),
        List.of(clock),
        List.copyOf(steps),
        writer == null ? List.of() : writer.files(),
        redaction.rules(),
        redaction.replaced());
  }
}
