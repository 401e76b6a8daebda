package io.duality.model;

import java.util.Objects;

/**
 * A file of a bundle.
 *
 * @param name relative to the bundle
 * @param bytes its size
 * @param sha256 64 lower-case hex digits
 * @param sanitized for heap dumps, whether primitive contents were zeroed; null for other files
 */
public record FileEntry(String name, long bytes, String sha256, Boolean sanitized) {
  public FileEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }

  /** A file to which sanitising does not apply. */
  public FileEntry(String name, long bytes, String sha256) {
    this(name, bytes, sha256, null);
  }
}
