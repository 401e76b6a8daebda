package io.duality.engine.capture;

import io.duality.model.config.BadValue;
import io.duality.model.config.CaptureStep;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trigger asked for, read.
 *
 * @param artefacts names of the artefacts, in the order asked for
 * @param looks how many looks and thread prints are taken, 1 to 20
 * @param gap the time between two of them
 */
record CapturePlan(Set<String> artefacts, int looks, Duration gap) {
  static final String THREADS = "threads";
  static final String WAITS = "waits";
  static final String RESOURCES = "resources";
  static final String RECORDING = "recording";
  static final String CONTEXT = "context";
  static final String SUMMARY = "summary";
  static final String FINDINGS = "findings";

  /**
   * Reads {@code threads*3/1s}, {@code waits}, …; what cannot be read is an artefact of that name,
   * so that the manifest says that nobody knows it.
   */
  static CapturePlan of(List<String> steps) {
    Set<String> artefacts = new LinkedHashSet<>();
    int looks = 1;
    Duration gap = Duration.ZERO;
    for (String step : steps) {
      try {
        CaptureStep read = CaptureStep.parse(step);
        artefacts.add(read.name());
        if (read.name().equals(THREADS)) {
          looks = read.times();
          gap = read.every();
        }
      } catch (BadValue e) {
        artefacts.add(step.strip());
      }
    }
    return new CapturePlan(artefacts, looks, gap);
  }

  boolean wants(String artefact) {
    return artefacts.contains(artefact);
  }
}
