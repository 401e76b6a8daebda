package io.duality.engine.capture;

/**
 * An artefact that was written.
 *
 * @param bytes what it takes in the bundle
 * @param note what the reader must know to judge it, such as a part that was left out; or null
 */
public record Captured(long bytes, String note) implements StepOutcome {
  /** Nothing was left out. */
  public static Captured of(long bytes) {
    return new Captured(bytes, null);
  }
}
