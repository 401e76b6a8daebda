package io.duality.engine.capture;

import io.duality.model.CaptureRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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

  /** The same for an artefact that depends on why it is asked for. */
  default StepOutcome write(CaptureRequest request, Path target) throws IOException {
    return write(target);
  }

  /** How long it may take, where that differs from other steps. */
  default Duration limit(Duration usual) {
    return usual;
  }

  /** Whether its pause counts for what one bundle may stop the application. */
  default boolean countsPause() {
    return true;
  }
}
