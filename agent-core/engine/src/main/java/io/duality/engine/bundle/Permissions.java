package io.duality.engine.bundle;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** What is created is created for its owner alone, where the file system knows owners. */
final class Permissions {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private Permissions() {}

  /** Whether the place has POSIX permissions; elsewhere files inherit the directory's access. */
  static boolean posix(Path place) {
    return Files.getFileAttributeView(place, PosixFileAttributeView.class) != null;
  }

  /** The attributes with which a file in {@code place} is created: 0600. */
  static FileAttribute<?>[] file(Path place) {
    return posix(place) ? attributes(FILE) : new FileAttribute<?>[0];
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(
        directory, posix(directory.getParent()) ? attributes(DIRECTORY) : new FileAttribute<?>[0]);
  }

  /** Creates what is missing, each 0700. */
  static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    createDirectories(directory.getParent());
    try {
      createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e; // a file is in the way; a directory was made by another process just now
      }
    }
  }

  /** Closes a file that somebody else created. */
  static void close(Path file) throws IOException {
    if (posix(file)) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  static Optional<Set<PosixFilePermission>> of(Path path) throws IOException {
    return posix(path)
        ? Optional.of(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
        : Optional.empty();
  }
}
