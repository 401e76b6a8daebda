package io.duality.engine.capture;

import io.duality.model.Manifest;
import java.nio.file.Path;

/** How a capture ended. */
public sealed interface CaptureEnd {

  /**
   * There is a bundle.
   *
   * @param bundle its directory, absolute
   * @param manifest what its {@code manifest.json} says
   */
  record Published(Path bundle, Manifest manifest) implements CaptureEnd {}

  /**
   * There is none.
   *
   * @param reason why, on one line
   */
  record NotPublished(String reason) implements CaptureEnd {}
}
