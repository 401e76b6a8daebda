package io.duality.engine.bundle;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The part of the file system that can fail in the middle of a bundle. */
interface Disk {
  Disk REAL = new Disk() {};

  /** How often an interrupt may come between; then the system brings the names out by itself. */
  int TRIES = 50;

  /** Creates a file, 0600, and opens it for writing; an interrupt does not close the stream. */
  default OutputStream create(Path file) throws IOException {
    Files.createFile(file, Permissions.file(file.getParent()));
    return new FileOutputStream(file.toFile());
  }

  /** Returns when the file's content is on the device. */
  default void force(Path file) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.getFD().sync();
    }
  }

  /** The same for the names in a directory; where directories cannot be opened, for nothing. */
  default void forceDirectory(Path directory) throws IOException {
    boolean interrupted = false;
    for (int left = Permissions.posix(directory) ? TRIES : 0; left > 0; left--) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
        left = 0;
      } catch (ClosedByInterruptException e) { // by an application that interrupts every thread
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
