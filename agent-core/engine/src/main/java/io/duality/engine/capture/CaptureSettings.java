package io.duality.engine.capture;

import io.duality.diagnosis.IdlePolicy;
import io.duality.model.config.Config;
import io.duality.model.config.KeepFree;
import io.duality.model.config.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The limits of a capture.
 *
 * @param stepLimit after this a step is given up and named
 * @param bundleLimit after this no further step is begun
 * @param stopTheWorld how long one bundle may stop the application's threads in all, heap dump not
 *     counted
 * @param maxVirtual with more virtual threads than this they are only counted
 * @param synchronizersUpTo with more threads than this the print leaves owned synchronizers out
 * @param recordingAfter how long after the trigger the recording goes on
 * @param checksums how long checksums of the class path may take
 * @param keepFree what stays free on the file system
 * @param bundleBytes how much all files of a bundle may take
 * @param secretKeys further keys whose values are redacted, with {@code *} for any characters
 * @param idle tells idle waits from stalls
 */
public record CaptureSettings(
    Duration stepLimit,
    Duration bundleLimit,
    Duration stopTheWorld,
    int maxVirtual,
    int synchronizersUpTo,
    Duration recordingAfter,
    Duration checksums,
    KeepFree keepFree,
    long bundleBytes,
    List<String> secretKeys,
    IdlePolicy idle) {

  /**
   * Up to this many threads the owned synchronizers are printed. Measured as the VM thread's CPU
   * time for one print of threads 33 frames deep, the same on 17 and 25: 1,000 threads 19 ms
   * without and 25 to 38 ms with them, 300 threads 6 ms and 8 to 19 ms. The aim is a pause of at
   * most 25 ms on a machine with a free core; that pause itself was not measured on one.
   */
  public static final int SYNCHRONIZERS_UP_TO = 500;

  private static final Duration CHECKSUMS = Duration.ofSeconds(5);

  /** What the configuration in force says. */
  public static CaptureSettings of(Config config) {
    List<String> idle = new ArrayList<>(config.get(Keys.IDLE_THREADS).patterns());
    idle.addAll(config.get(Keys.IDLE_FRAMES).patterns());
    return new CaptureSettings(
        config.get(Keys.CAPTURE_MAX_STEP_TIME),
        config.get(Keys.CAPTURE_MAX_TIME),
        config.get(Keys.CAPTURE_MAX_PAUSE),
        config.get(Keys.THREADS_MAX_VIRTUAL),
        SYNCHRONIZERS_UP_TO,
        config.get(Keys.RECORDING_AFTER),
        CHECKSUMS,
        config.get(Keys.BUNDLE_KEEP_FREE),
        config.get(Keys.BUNDLE_MAX_TOTAL),
        config.get(Keys.REDACTION_KEYS).patterns(),
        new IdlePolicy(idle));
  }

  /** The same limits for a capture that has to be published within a time: the JVM ends. */
  public CaptureSettings within(Duration bound) {
    Duration steps = bound.multipliedBy(3).dividedBy(4); // the rest is for publishing
    return new CaptureSettings(
        least(stepLimit, steps.dividedBy(2)),
        least(bundleLimit, steps),
        stopTheWorld,
        maxVirtual,
        synchronizersUpTo,
        Duration.ZERO,
        least(checksums, bound.dividedBy(10)),
        keepFree,
        bundleBytes,
        secretKeys,
        idle);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public CaptureSettings {
    Objects.requireNonNull(stepLimit, "stepLimit");
    Objects.requireNonNull(bundleLimit, "bundleLimit");
    Objects.requireNonNull(stopTheWorld, "stopTheWorld");
    Objects.requireNonNull(recordingAfter, "recordingAfter");
    Objects.requireNonNull(checksums, "checksums");
    Objects.requireNonNull(keepFree, "keepFree");
    Objects.requireNonNull(idle, "idle");
    secretKeys = List.copyOf(secretKeys);
  }
}
