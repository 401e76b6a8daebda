package io.duality.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables against the classes of libraries as they are published, old and new. */
class LibraryTablesTest {
  private static final Path JARS = Path.of("target", "libraries");

  @Test
  void every_version_of_every_library_is_as_its_table_says() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(JARS, "*.jar")) {
      for (Path jar : jars) {
        KnownClasses known = new KnownClasses(LibraryTables.all());
        assertTrue(!define(jar, known).isEmpty(), () -> "no class of a table in " + jar);
        known.unmet().forEach(line -> wrong.add(jar.getFileName() + ": " + line));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void every_class_of_the_tables_of_pools_exists_somewhere() throws IOException {
    Set<String> missing = new HashSet<>();
    pools().forEach(known -> missing.add(known.name()));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(JARS, "*.jar")) {
      for (Path jar : jars) {
        missing.removeAll(define(jar, new KnownClasses(LibraryTables.all())));
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static Stream<KnownClass> pools() {
    return Stream.of(
            TomcatPools.CLASSES,
            JettyPools.CLASSES,
            NettyLoops.CLASSES,
            LoggingBacklogs.CLASSES,
            Disruptors.CLASSES,
            CoroutinePools.CLASSES,
            JdkPoolLabels.CLASSES)
        .flatMap(List::stream);
  }

  /** Shows the known classes of a jar as they would be loaded. */
  private static Set<String> define(Path jar, KnownClasses known) throws IOException {
    Set<String> seen = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String path = entry.getName();
        String name = path.endsWith(".class") ? path.substring(0, path.length() - 6) : "";
        if (!name.startsWith("META-INF/") && known.matches(name)) {
          try (InputStream bytes = file.getInputStream(entry)) {
            known.define(null, name, bytes.readAllBytes());
          }
          seen.add(name);
        }
      }
    }
    return seen;
  }
}
