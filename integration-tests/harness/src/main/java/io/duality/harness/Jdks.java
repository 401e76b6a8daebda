package io.duality.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDKs of this machine, one for each feature version. Looked for, the first that is found wins:
 * system property {@code duality.test.jdks} (homes, separated like a class path), the running JVM,
 * {@code JAVA_HOME}, {@code /usr/lib/jvm}, SDKMAN.
 */
public final class Jdks {
  /** The versions that every change is tested on. */
  public static final List<Integer> EXPECTED = List.of(17, 25);

  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"((\\d+)[^\"]*)\"", Pattern.MULTILINE);

  private static final SortedMap<Integer, Jdk> FOUND = find(candidates());

  private Jdks() {}

  /** All that were found, oldest first; JDKs older than 17 are left out. */
  public static Collection<Jdk> found() {
    return FOUND.values();
  }

  /** The one of a feature version. */
  public static Optional<Jdk> feature(int version) {
    return Optional.ofNullable(FOUND.get(version));
  }

  /** The one that runs this test. */
  public static Jdk running() {
    return feature(Runtime.version().feature()).orElseThrow();
  }

  /** Expected versions that this machine does not have. */
  public static List<Integer> missing() {
    return EXPECTED.stream().filter(version -> !FOUND.containsKey(version)).toList();
  }

  static SortedMap<Integer, Jdk> find(List<Path> homes) {
    SortedMap<Integer, Jdk> found = new TreeMap<>();
    for (Path home : homes) {
      read(home).ifPresent(jdk -> found.putIfAbsent(jdk.feature(), jdk));
    }
    return found;
  }

  private static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java"))
        || !Files.isExecutable(home.resolve("bin/jcmd"))
        || !Files.isReadable(release)) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      if (!version.find() || Integer.parseInt(version.group(2)) < 17) {
        return Optional.empty();
      }
      return Optional.of(
          new Jdk(home.toRealPath(), Integer.parseInt(version.group(2)), version.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + release, e);
    }
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    for (String home : System.getProperty("duality.test.jdks", "").split(File.pathSeparator)) {
      if (!home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    homes.add(Path.of(System.getProperty("java.home")));
    Map<String, String> environment = System.getenv();
    if (environment.containsKey("JAVA_HOME")) {
      homes.add(Path.of(environment.get("JAVA_HOME")));
    }
    homes.addAll(children(Path.of("/usr/lib/jvm")));
    homes.addAll(children(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java")));
    return homes;
  }

  private static List<Path> children(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
