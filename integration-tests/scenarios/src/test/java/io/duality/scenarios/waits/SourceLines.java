package io.duality.scenarios.waits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where each row of the matrix stands in the source. */
final class SourceLines {
  private final Path directory;

  SourceLines(Path directory) {
    this.directory = directory;
  }

  /** {@code LockRows.java#L16} for the line that begins with that id. */
  String of(String id) {
    try (Stream<Path> files = Files.list(directory)) {
      Pattern first = Pattern.compile("\\s*((?!(seen|sampled)\\()[\\w.]+\\()?\"" + id + "\",.*");
      for (Path file :
          files.filter(each -> each.toString().endsWith("Rows.java")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          if (first.matcher(lines.get(i)).matches()) {
            return file.getFileName() + "#L" + (i + 1);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rows in " + directory, e);
    }
    throw new AssertionError("no row \"" + id + "\" in " + directory);
  }
}
