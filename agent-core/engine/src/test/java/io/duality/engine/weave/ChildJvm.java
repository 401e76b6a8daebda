package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Runs a main of the tests in a JVM of its own, woven, and gives back what it printed. */
final class ChildJvm {
  /** With these a JVM says one line more. */
  private static final List<String> SAY_MORE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** A bound for failure, which costs nothing while all is well. */
  private static final long PATIENCE_SECONDS = 180;

  private ChildJvm() {}

  static List<String> run(
      Path scratch, String agentArguments, Class<?> main, String... jvmArguments)
      throws IOException, InterruptedException {
    Path agent = scratch.resolve("agent.jar");
    Path second = scratch.resolve("second-agent.jar");
    if (!Files.exists(agent)) {
      writeAgent(agent, TestAgent.class);
      writeAgent(second, SecondAgent.class);
    }
    Path out = scratch.resolve("out.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArguments));
    // Woven classes of the JDK are verified like any other.
    command.addAll(
        List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal", "-ea"));
    command.add("-javaagent:" + agent + "=" + agentArguments);
    if (main == SecondAgent.Main.class) {
      command.add("-javaagent:" + second);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    SAY_MORE.forEach(builder.environment()::remove);
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertTrue(ended, () -> "did not end: " + lines);
    assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
    return lines;
  }

  private static void writeAgent(Path agent, Class<?> type) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", type.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    try (OutputStream file = Files.newOutputStream(agent);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      jar.finish();
    }
  }
}
