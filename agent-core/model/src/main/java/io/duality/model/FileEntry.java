package io.duality.model;

import java.util.Objects;

/**
 * A file of a bundle.
 *
 * @param name relative to the bundle
 * @param bytes its size
 * @param sha256 64 lower-case hex digits
 */
public record FileEntry(String name, long bytes, String sha256) {
  public FileEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }
}
