package io.duality.engine.heap;

import io.duality.model.OwnRecording;
import java.util.Map;
import jdk.jfr.Recording;

/**
 * Makes the flight recorder tell its samples of old objects: it does when a recording that has them
 * ends. Links {@code jdk.jfr}; loaded only where the module is.
 */
final class SamplePulse {
  private SamplePulse() {}

  /** Takes 1 to 70 ms; no thread of the application waits for it but in two short safepoints. */
  static void fire() {
    try (Recording pulse = new Recording()) {
      pulse.setName("duality pulse");
      pulse.setSettings(
          Map.of(
              OwnRecording.MARK,
              "true",
              "jdk.OldObjectSample#enabled",
              "true",
              "jdk.OldObjectSample#cutoff",
              "0 ns", // else the heap is searched in a safepoint
              "jdk.OldObjectSample#stackTrace",
              "true"));
      pulse.start();
      pulse.stop();
    }
  }
}
