package io.duality.engine.heap;

import io.duality.engine.capture.Captured;
import io.duality.engine.capture.Failed;
import io.duality.engine.capture.StepOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes the file of a bundle out of what the JVM wrote: without data, and compressed. */
public final class HeapDumpFile {
  private static final int BUFFER = 64 << 10;

  private HeapDumpFile() {}

  /**
   * Writes the file on this thread alone, at the lowest priority.
   *
   * @param raw as the JVM wrote it; stays where it is
   * @param target does not exist yet; deleted when it could not be finished
   * @param how the dump was taken, for the note
   * @return {@link Captured}, or {@link Failed} when the dump is truncated or corrupt
   */
  public static StepOutcome publish(Path raw, Path target, HeapLimits limits, String how)
      throws IOException {
    Thread own = Thread.currentThread();
    int priority = own.getPriority();
    boolean done = false;
    own.setPriority(Thread.MIN_PRIORITY);
    try {
      String note = how + write(raw, target, limits);
      done = true;
      return new Captured(Files.size(target), note, limits.sanitize());
    } catch (IOException e) {
      return Failed.because("the dump was not rewritten", e);
    } finally {
      own.setPriority(priority);
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static String write(Path raw, Path target, HeapLimits limits) throws IOException {
    try (OutputStream out = open(target, limits.compress())) {
      if (!limits.sanitize()) {
        Files.copy(raw, out);
        return "; not sanitised: duality.heap.sanitize = false";
      }
      HeapSanitizer.Result result = HeapSanitizer.rewrite(raw, out, Deadline.in(limits.maxTime()));
      return "; sanitised: " + result.classes() + " classes, " + result.objects() + " objects";
    }
  }

  private static OutputStream open(Path target, boolean compress) throws IOException {
    OutputStream file =
        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return compress ? new Fast(file) : new BufferedOutputStream(file, BUFFER);
  }

  /** What is zeroed compresses well whatever the level. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
