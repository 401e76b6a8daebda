package io.duality.engine.blackbox;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.capture.AgentState;
import io.duality.engine.capture.CaptureSettings;
import io.duality.engine.heap.HeapLimits;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.CrashSeen;
import io.duality.model.Manifest;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Makes a post-mortem bundle of what a dead process left below {@code .live}: its black box, the
 * chunks of its flight recorder, the JVM's crash log. What it left is removed once the bundle is
 * published, or when none is wanted.
 */
public final class Harvest {
  private final BundleDirectory directory;
  private final LiveProcess live;
  private final Limits limits;
  private final Desk desk;
  private final BooleanSupplier stopped;

  /**
   * What a bundle may take.
   *
   * @param capture the limits of every bundle
   * @param agent the configuration of those who harvest
   * @param recordingAge how far back before the end the recording reaches
   * @param recordingBytes how much of it there may be
   * @param heap what becomes of a heap dump that the JVM wrote when memory was exhausted
   */
  public record Limits(
      CaptureSettings capture,
      AgentState agent,
      Duration recordingAge,
      long recordingBytes,
      HeapLimits heap) {
    public Limits {
      Objects.requireNonNull(capture, "capture");
      Objects.requireNonNull(agent, "agent");
      Objects.requireNonNull(recordingAge, "recordingAge");
      Objects.requireNonNull(heap, "heap");
    }
  }

  /** Who decides whether a death deserves a bundle, and knows its like. */
  public interface Desk {
    /** What to capture, or null when a cool-down or limit forbids a further bundle. */
    CaptureRequest admit(ServiceInfo service, ProcessInfo process, Alarm alarm, Instant at);

    /** Whether a service harvests, which must not die of it twice. */
    default boolean wary() {
      return true;
    }

    /** Earlier bundles of a signature, this one counted; or null. */
    Occurrence occurrence(ServiceInfo service, String signature);

    /** The bundle is there. */
    void published(Path bundle, Manifest manifest);
  }

  /**
   * @param live who harvests, so that others see whose unfinished bundle it is
   * @param stopped whether the harvester has to end; it then leaves everything as it was
   */
  public Harvest(
      BundleDirectory directory,
      LiveProcess live,
      Limits limits,
      Desk desk,
      BooleanSupplier stopped) {
    this.directory = Objects.requireNonNull(directory, "directory");
    this.live = Objects.requireNonNull(live, "live");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.desk = Objects.requireNonNull(desk, "desk");
    this.stopped = Objects.requireNonNull(stopped, "stopped");
  }

  /**
   * Harvests one.
   *
   * @param dead as {@link Recovery.Result#dead} names it
   * @return what became of it, on one line; null when there is nothing to say
   * @throws IOException when no bundle could be made; what was left stays for the next time
   */
  public String of(Path dead) throws IOException {
    try (Closeable claim = Recovery.claim(dead)) {
      if (claim == null) {
        return "another process harvests " + dead.getFileName();
      }
      return claimed(dead);
    }
  }

  private String claimed(Path dead) throws IOException {
    Remains remains;
    try {
      remains = Remains.of(dead);
    } catch (IOException e) {
      Recovery.forget(dead);
      return dead.getFileName() + " was removed: " + e.getMessage();
    }
    String before = Recovery.into(dead);
    boolean made = before != null && Files.exists(directory.path().resolve(before));
    if (made || remains.endedInOrder()) {
      clear(remains);
      return null;
    }
    Chunks chunks = remains.repository() == null ? null : Chunks.below(remains.repository());
    Path logFile = remains.crashLog();
    CrashLog log = logFile == null ? null : CrashLog.parse(CrashLog.text(logFile));
    CrashSeen crash = Death.of(remains, log, logFile, chunks == null ? null : chunks.lastWritten());
    CaptureRequest request =
        desk.admit(
            remains.service(),
            remains.process(),
            Obituary.alarm(remains, crash),
            remains.lastSign());
    if (request == null) {
      clear(remains);
      return "process " + remains.pid() + " ended as others before it; no further bundle";
    }
    boolean wary = before != null && desk.wary();
    PostMortem writer =
        new PostMortem(remains, crash, chunks, logFile, request, limits, desk, wary);
    PostMortem.Made published = writer.write(directory, live, stopped);
    desk.published(published.bundle(), published.manifest());
    clear(remains);
    return null;
  }

  private static void clear(Remains remains) throws IOException {
    Path repository = remains.leftRepository();
    if (repository != null) {
      Recovery.forget(repository);
    }
    Recovery.forget(remains.live());
  }
}
