package io.duality.engine.capture;

/**
 * An artefact that was written.
 *
 * @param bytes what it takes in the bundle
 * @param note what the reader must know to judge it, such as a part that was left out; or null
 * @param sanitized for heap dumps, whether data was zeroed; null for other artefacts
 */
public record Captured(long bytes, String note, Boolean sanitized) implements StepOutcome {
  /** An artefact to which sanitising does not apply. */
  public Captured(long bytes, String note) {
    this(bytes, note, null);
  }

  /** Nothing was left out. */
  public static Captured of(long bytes) {
    return new Captured(bytes, null);
  }
}
