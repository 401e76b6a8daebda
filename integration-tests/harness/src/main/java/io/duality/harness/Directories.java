package io.duality.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;

/** Directories of child JVMs, below {@code duality.test.directory}. */
final class Directories {
  private static final Path ROOT =
      Path.of(System.getProperty("duality.test.directory", "target/jvms")).toAbsolutePath();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Directories() {}

  /** An empty directory whose name begins with the given one. */
  static Path fresh(String name) {
    try {
      Path directory = ROOT.resolve(name + '-' + NUMBER.incrementAndGet());
      delete(directory);
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for a child JVM below " + ROOT, e);
    }
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
