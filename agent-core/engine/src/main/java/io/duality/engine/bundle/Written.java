package io.duality.engine.bundle;

import io.duality.model.FileEntry;

/** What became of writing one file: failure is a value. */
public sealed interface Written {

  /** The file is in the bundle, whole. */
  record Done(FileEntry file) implements Written {}

  /**
   * Nothing of the file is in the bundle.
   *
   * @param reason why, for the manifest
   */
  record Refused(String reason) implements Written {}
}
