package io.duality.engine.capture;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.model.CaptureRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * Makes bundles, one at a time. It never throws, never waits for the application, and gives up what
 * takes too long.
 */
public final class Capture {
  private final BundleDirectory directory;
  private final LiveProcess live;
  private final FlightRing ring;
  private final CaptureSources sources;
  private final List<Artefact> further;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private volatile CaptureSettings settings;

  /**
   * @param directory where bundles lie
   * @param live this process's announcement there
   * @param ring the flight ring, running or not
   * @param sources the rest of the agent
   * @param settings the limits
   * @param further artefacts beside those of this package
   */
  public Capture(
      BundleDirectory directory,
      LiveProcess live,
      FlightRing ring,
      CaptureSources sources,
      CaptureSettings settings,
      List<Artefact> further) {
    this.directory = Objects.requireNonNull(directory, "directory");
    this.live = Objects.requireNonNull(live, "live");
    this.ring = Objects.requireNonNull(ring, "ring");
    this.sources = Objects.requireNonNull(sources, "sources");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.further = List.copyOf(further);
  }

  /** Changes the limits from the next capture on. */
  public void settings(CaptureSettings changed) {
    settings = Objects.requireNonNull(changed, "settings");
  }

  /**
   * Makes one bundle; called on thread {@code duality-capture}, which it keeps busy for as long as
   * the series of looks and the recording's tail take.
   */
  public synchronized CaptureEnd capture(CaptureRequest request) {
    CaptureSettings now = settings;
    try (Pauses pauses = new Pauses()) {
      CaptureRun run = new CaptureRun(request, sources, ring, now, further, pauses, hurry);
      return run.run(directory, live);
    } catch (Throwable e) { // a bundle must not cost the thread that makes the next one
      return new CaptureEnd.NotPublished("the capture broke off: " + Failed.describe(e));
    }
  }

  /**
   * The JVM is shutting down: from now on no capture waits for further looks or for the recording's
   * tail.
   */
  public void hurry() {
    hurry.countDown();
  }
}
