package io.duality.engine.log;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their owner may read or write, whatever the umask is. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /**
   * Gives a file to its owner alone, in one step.
   *
   * @return false on a file system that knows no such modes; nothing is changed there
   */
  public static boolean make(File file) {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file.toPath(), PosixFileAttributeView.class);
    if (view == null) {
      return false;
    }
    try {
      view.setPermissions(PosixFilePermissions.fromString("rw-------"));
      return true;
    } catch (IOException e) {
      return false; // the modes of a whole mount, as of a FAT file system
    }
  }
}
