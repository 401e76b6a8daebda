package io.duality.engine.observe;

import io.duality.boot.Hooks;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Plays a story in a JVM of its own, woven by {@link ProbeAgent}. */
public final class ChildJvm {
  /** With these a JVM says one line more. */
  private static final List<String> SAY_MORE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** A bound for failure, which costs nothing while all is well. */
  private static final long PATIENCE_SECONDS = 180;

  private ChildJvm() {}

  /** The running JVM's home and those of {@code duality.test.jdks}. */
  public static Stream<Path> homes() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    for (String home : System.getProperty("duality.test.jdks", "").split(File.pathSeparator)) {
      if (!home.isEmpty()) {
        homes.add(Path.of(home));
      }
    }
    return homes.stream();
  }

  /** An option that loads {@link ProbeAgent} from a jar that is written for it. */
  static String probe(Path directory) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", ProbeAgent.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    Path jar = directory.resolve("probe.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return "-javaagent:" + jar;
  }

  /** The lines that a story printed; fails with all of its output when it did not end well. */
  public static List<String> play(Path home, Class<?> story, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.add("-Xbootclasspath/a:" + place(Hooks.class));
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Xshare:auto");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath());
    command.add(story.getName());
    Path output = Files.createTempFile("story", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    SAY_MORE.forEach(builder.environment()::remove);
    Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
      if (!ended || child.exitValue() != 0) {
        throw new AssertionError(
            (ended
                    ? "ended with " + child.exitValue()
                    : "did not end within " + PATIENCE_SECONDS + " s")
                + ":\n"
                + String.join("\n", lines));
      }
      return lines;
    } finally {
      child.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /** The jar or directory of the test's class path whose name contains this. */
  static String entry(String part) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError(part + " is not on the class path"));
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("javaagent"))
            .toList());
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
