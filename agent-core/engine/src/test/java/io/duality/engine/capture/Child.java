package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM of another version, or with other options, that runs one main of these tests. */
public final class Child {
  /** With these a JVM says one line more. */
  private static final List<String> SAY_MORE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private Child() {}

  /** A JDK of this machine. */
  public record Jdk(int feature, Path home) {
    @Override
    public String toString() {
      return "JDK " + feature;
    }
  }

  /**
   * The running JDK, those beside it, and those that {@code duality.test.jdks} names; one for each
   * version from 17 on.
   */
  public static List<Jdk> jdks() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (String home : System.getProperty("duality.test.jdks", "").split(File.pathSeparator)) {
      if (!home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    Path running = Path.of(System.getProperty("java.home"));
    homes.add(running);
    try (Stream<Path> beside = Files.list(running.getParent())) {
      beside.sorted().forEach(homes::add);
    }
    Map<Integer, Jdk> found = new TreeMap<>();
    for (Path home : homes) {
      Path release = home.resolve("release");
      if (Files.isReadable(release) && Files.isExecutable(home.resolve("bin/java"))) {
        Matcher version = VERSION.matcher(Files.readString(release));
        if (version.find() && Integer.parseInt(version.group(1)) >= 17) {
          int feature = Integer.parseInt(version.group(1));
          found.putIfAbsent(feature, new Jdk(feature, home));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Runs to the end and returns what it printed. */
  public static String run(
      Jdk jdk, Map<String, String> environment, List<String> options, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.home().resolve("bin/java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    SAY_MORE.forEach(builder.environment()::remove);
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(180, TimeUnit.SECONDS), () -> "it does not end: " + output);
      assertEquals(0, process.exitValue(), output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
