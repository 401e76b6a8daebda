package io.duality.engine.capture;

import java.io.IOException;
import java.nio.file.Path;

/** A further file of a bundle, taken when a trigger asks for it by name. */
public interface Artefact {
  /** How triggers ask for it, such as {@code histogram}. */
  String name();

  /** The name of its file in the bundle. */
  String file();

  /** How many bytes it will take, about. */
  long estimateBytes();

  /** How long it will stop the application's threads, in milliseconds; 0 when it does not. */
  double predictedPauseMillis();

  /**
   * Writes the file; called on a disposable thread.
   *
   * @param target does not exist yet
   * @return {@link Captured}, or {@link Failed} with the reason
   */
  StepOutcome write(Path target) throws IOException;
}
