package io.duality.engine.capture;

import io.duality.diagnosis.IdlePolicy;
import io.duality.engine.bundle.KeepFree;
import java.time.Duration;
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
   * Up to this many threads the owned synchronizers are printed: at 1,000 threads they double the
   * pause (17: from 13 to 22 ms).
   */
  public static final int SYNCHRONIZERS_UP_TO = 1_000;

  /** What holds when nothing is configured. */
  public static final CaptureSettings DEFAULT =
      new CaptureSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMillis(250),
          10_000,
          SYNCHRONIZERS_UP_TO,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          KeepFree.DEFAULT,
          1L << 30,
          List.of(),
          IdlePolicy.DEFAULT);

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
