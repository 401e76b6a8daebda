package io.duality.model;

import java.util.Objects;

/**
 * What became of one step of a capture: failure is a value.
 *
 * @param step the artefact: {@code threads}, {@code waits}, {@code recording}, …
 * @param status how it ended
 * @param reason why it was skipped, failed or abandoned; null when it went well
 * @param startedNanos monotonic begin
 * @param durationMillis how long it took
 * @param pauseMillis how long it stopped the application's threads, or -1 when it does not or
 *     nobody knows
 * @param bytes written, 0 when nothing was
 */
public record StepResult(
    String step,
    Status status,
    String reason,
    long startedNanos,
    double durationMillis,
    double pauseMillis,
    long bytes) {

  /** How a step ended. */
  public enum Status {
    OK("ok"),
    SKIPPED("skipped"),
    FAILED("failed"),
    ABANDONED("abandoned"),
    MISSING("missing");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The spelling used in {@code manifest.json}. */
    public String label() {
      return label;
    }
  }

  public StepResult {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(status, "status");
  }
}
