package io.duality.engine.heap;

import io.duality.engine.bundle.FreeSpace;
import io.duality.engine.capture.Artefact;
import io.duality.engine.capture.Failed;
import io.duality.engine.capture.StepOutcome;
import io.duality.model.Alarm;
import io.duality.model.BundleFiles;
import io.duality.model.CaptureRequest;
import io.duality.model.Operand;
import io.duality.model.config.TriggerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The heap in a bundle: dumped within the limits, or taken over from the JVM, which has dumped it
 * at an OutOfMemoryError. The raw dump lies in this process's own directory, readable by its user
 * only, until it is rewritten; it goes with that directory when the process dies half-way.
 */
public final class HeapArtefact implements Artefact {
  static final String RAW = "raw.hprof";
  private static final String STEP = "heap";
  private static final int TRIES = 3;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Set<String> ABOUT_MEMORY = aboutMemory();

  private final Path directory;
  private final Supplier<HeapLimits> limits;
  private final HeapSize size;
  private final OomDump oom;

  /**
   * @param directory of this process below {@code .live}
   * @param limits what the configuration says now
   * @param size predicts
   * @param oom what the JVM writes by itself
   */
  public HeapArtefact(Path directory, Supplier<HeapLimits> limits, HeapSize size, OomDump oom) {
    this.directory = directory;
    this.limits = limits;
    this.size = size;
    this.oom = oom;
  }

  private static Set<String> aboutMemory() {
    Set<String> labels = new HashSet<>();
    for (TriggerType type :
        EnumSet.of(TriggerType.MEMORY_GROWTH, TriggerType.MEMORY_LEVEL, TriggerType.GC)) {
      labels.add(type.label());
    }
    return Set.copyOf(labels);
  }

  @Override
  public String name() {
    return STEP;
  }

  @Override
  public String file() {
    return limits.get().compress() ? BundleFiles.HEAP + ".gz" : BundleFiles.HEAP;
  }

  /** Nothing, because what it will take is judged with the rest of its limits. */
  @Override
  public long estimateBytes() {
    return 0;
  }

  @Override
  public double predictedPauseMillis() {
    return 0;
  }

  @Override
  public boolean countsPause() {
    return false;
  }

  @Override
  public Duration limit(Duration usual) {
    return limits.get().maxTime();
  }

  @Override
  public StepOutcome write(Path target) {
    return Failed.skipped("nobody said why the heap is wanted");
  }

  @Override
  public StepOutcome write(CaptureRequest request, Path target) throws IOException {
    HeapLimits now = limits.get();
    Alarm exhaustion = exhaustion(request);
    if (exhaustion != null && oom.begun()) {
      return takenOver(target, now);
    }
    String refusal = refusal(request, exhaustion, now);
    return refusal == null ? dumped(target, now) : Failed.skipped(refusal);
  }

  /** The OutOfMemoryError that is the reason, or a part of it; else null. */
  private static Alarm exhaustion(CaptureRequest request) {
    String oom = TriggerType.OOM.label();
    for (Operand operand : request.operands()) {
      if (operand.type().equals(oom)) {
        return operand.alarm();
      }
    }
    return request.type().equals(oom) ? request.alarm() : null;
  }

  private String refusal(CaptureRequest request, Alarm exhaustion, HeapLimits now) {
    boolean exhausted = exhaustion != null;
    String policy = exhausted ? now.onOom() : now.onTrigger();
    String key = exhausted ? "duality.heap.on-oom" : "duality.heap.on-trigger";
    if (policy.equals(HeapLimits.NEVER)) {
      return key + " = never: set it to auto or always to allow it";
    }
    if (exhausted && exhaustion.rootKey().endsWith("threads")) {
      return "the heap says nothing of why the system gives no more threads";
    }
    if (!exhausted && !policy.equals(HeapLimits.ALWAYS) && !aboutMemory(request)) {
      return key + " = auto, and trigger " + request.trigger() + " is not about memory";
    }
    long used = HeapSize.used();
    String tooLong = size.tooLong(used, now.maxPause());
    return tooLong != null
        ? tooLong
        : FreeSpace.shortage(now.keepFree(), directory, 2 * HeapSize.file(used));
  }

  private static boolean aboutMemory(CaptureRequest request) {
    return ABOUT_MEMORY.contains(request.type())
        || request.operands().stream().anyMatch(each -> ABOUT_MEMORY.contains(each.type()));
  }

  private StepOutcome dumped(Path target, HeapLimits now) throws IOException {
    Path raw = directory.resolve(RAW);
    HeapFile.delete(raw);
    try {
      long used = HeapSize.used();
      long begun = System.nanoTime();
      String how = DumpWay.dump(raw);
      long took = System.nanoTime() - begun;
      size.measured(used, took);
      return rewritten(raw, target, now, how + " in " + took / 1_000_000 + " ms");
    } finally {
      HeapFile.delete(raw);
    }
  }

  private StepOutcome takenOver(Path target, HeapLimits now) throws IOException {
    Path raw = oom.file();
    Deadline deadline = Deadline.in(now.maxTime());
    try {
      while (!HeapFile.whole(raw)) {
        deadline.check();
        LockSupport.parkNanos(RETRY_NANOS / 10);
      }
      return rewritten(raw, target, now, "by the JVM at the OutOfMemoryError, all objects");
    } finally {
      oom.delete();
    }
  }

  /** Tries again where memory was exhausted a moment ago and may not be by now. */
  private static StepOutcome rewritten(Path raw, Path target, HeapLimits now, String how)
      throws IOException {
    for (int left = TRIES; ; left--) {
      try {
        return HeapDumpFile.publish(raw, target, now, how);
      } catch (OutOfMemoryError e) {
        Files.deleteIfExists(target);
        if (left <= 1) {
          return Failed.because("no memory is left to sanitise the dump", e);
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
