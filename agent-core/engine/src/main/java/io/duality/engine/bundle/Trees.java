package io.duality.engine.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whole directories; symbolic links are entries and are never followed. */
final class Trees {
  private Trees() {}

  static boolean empty(Path directory) throws IOException {
    return list(directory).isEmpty();
  }

  /**
   * The entries by name; none when there is no such directory. Not by a directory stream, which has
   * a fair read-write lock inside: as long as that class was never loaded, and nobody ever waited,
   * the compiler makes every read lock of the application a fifth faster.
   */
  static List<Path> list(Path directory) throws IOException {
    String[] names = directory.toFile().list();
    if (names == null) {
      if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
      throw new IOException("cannot list " + directory + ": not a directory, or not readable");
    }
    List<Path> all = new ArrayList<>();
    for (String name : names) {
      all.add(directory.resolve(name));
    }
    Collections.sort(all);
    return all;
  }

  /**
   * What a file says.
   *
   * @throws IOException when it cannot be read, or opening it could wait for somebody
   */
  static String text(Path file) throws IOException {
    requireRegular(file);
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /**
   * Refuses what is there and is no file.
   *
   * @throws IOException when it is a pipe, a device, a directory or a symbolic link
   */
  static void requireRegular(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no regular file");
    }
  }

  /** Every regular file below, by name. */
  static List<Path> files(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              all.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(all);
    return all;
  }

  static long bytes(Path directory) throws IOException {
    long sum = 0;
    for (Path file : files(directory)) {
      sum += Files.size(file);
    }
    return sum;
  }

  /** When anything in it was last changed. */
  static Instant lastChange(Path directory) throws IOException {
    FileTime last = Files.getLastModifiedTime(directory);
    for (Path file : files(directory)) {
      FileTime time = Files.getLastModifiedTime(file);
      last = time.compareTo(last) > 0 ? time : last;
    }
    return last.toInstant();
  }

  /** Deletes everything; what is already gone is no error. */
  static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.deleteIfExists(done);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // another process was quicker
            }
            throw problem;
          }
        });
  }
}
