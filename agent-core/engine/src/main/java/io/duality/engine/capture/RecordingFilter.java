package io.duality.engine.capture;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Brings a recording into a bundle without the events that carry environment, properties and
 * command lines. From 19 on the JDK rewrites the file; before, a recording with such events is
 * withheld.
 */
public final class RecordingFilter {
  private static final long PATIENCE = 5_000_000_000L;

  private RecordingFilter() {}

  /** Dumps a ring; at the JVM's end the recorder has closed it and left {@code exitFile}. */
  static StepOutcome dump(FlightRing.Backend ring, Path exitFile, Path target) throws IOException {
    Path raw = target.resolveSibling(target.getFileName() + ".raw");
    try {
      if (!ring.closed()) {
        try {
          ring.dump(raw);
        } catch (IllegalStateException | IOException e) {
          if (!ring.closed()) {
            throw e;
          }
        }
      }
      if (Files.exists(raw)) {
        return publish(raw, target, ring.mayHoldSecrets());
      }
      if (exitFile != null && written(ring, exitFile)) {
        return publish(exitFile, target, true);
      }
      return Failed.because(
          "the JVM is shutting down and the flight recorder was quicker, or somebody stopped "
              + RingSettings.NAME);
    } finally {
      Files.deleteIfExists(raw);
    }
  }

  /** Waits for the recorder's own shutdown hook, which writes this file beside ours. */
  private static boolean written(FlightRing.Backend ring, Path exitFile) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!ring.finished() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    return ring.finished() && Files.exists(exitFile) && Files.size(exitFile) > 0;
  }

  /**
   * Brings a file of the recorder to its place in a bundle.
   *
   * @param raw is moved, or stays when it had to be rewritten
   * @param mayHoldSecrets whether events with secrets may be in it; then it is read
   */
  public static StepOutcome publish(Path raw, Path target, boolean mayHoldSecrets)
      throws IOException {
    if (!mayHoldSecrets) {
      Files.move(raw, target);
      return Captured.of(Files.size(target));
    }
    if (Runtime.version().feature() >= 19) {
      rewrite(raw, target);
      return new Captured(
          Files.size(target),
          "another recording of this process had events with environment, properties or command"
              + " lines on: they are left out here");
    }
    String found = firstSecret(raw);
    if (found != null) {
      return Failed.because(
          "withheld: another recording of this process had "
              + found
              + " on, and JDKs before 19 cannot leave events out of a recording; switch that event"
              + " off in the other recording's settings");
    }
    Files.move(raw, target);
    return Captured.of(Files.size(target));
  }

  private static void rewrite(Path raw, Path target) throws IOException {
    Predicate<RecordedEvent> harmless =
        event -> !RingSettings.SECRET_EVENTS.contains(event.getEventType().getName());
    try (RecordingFile file = new RecordingFile(raw)) {
      RecordingFile.class
          .getMethod("write", Path.class, Predicate.class)
          .invoke(file, target, harmless);
    } catch (InvocationTargetException e) {
      Files.deleteIfExists(target);
      throw new IOException(Failed.describe(e.getCause()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("RecordingFile.write is not there: " + e.getMessage(), e);
    }
  }

  private static String firstSecret(Path raw) throws IOException {
    try (RecordingFile file = new RecordingFile(raw)) {
      while (file.hasMoreEvents()) {
        String name = file.readEvent().getEventType().getName();
        if (RingSettings.SECRET_EVENTS.contains(name)) {
          return name;
        }
      }
    }
    return null;
  }
}
