package io.duality.model;

import java.io.File;
import java.io.IOException;

/**
 * Files that can be opened without waiting for anybody: opening a pipe waits for whoever is at its
 * other end, and a device may never end.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Refuses what is there and is no file.
   *
   * @throws IOException when it is a directory, a pipe, a socket or a device; its message leaves
   *     out which
   */
  public static void require(File file) throws IOException {
    if (!file.isFile() && file.exists()) {
      throw new IOException(
          file.isDirectory()
              ? "it is a directory"
              : "it is no regular file but a pipe, a socket or a device");
    }
  }
}
