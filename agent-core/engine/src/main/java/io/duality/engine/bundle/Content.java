package io.duality.engine.bundle;

import java.io.IOException;
import java.io.OutputStream;

/** Writes what a file shall hold. */
@FunctionalInterface
public interface Content {

  /**
   * Writes everything; the stream is buffered and need not be closed.
   *
   * @throws IOException when the stream or the source fails; the file is then left out
   */
  void writeTo(OutputStream out) throws IOException;
}
