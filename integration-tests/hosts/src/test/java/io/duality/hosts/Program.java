package io.duality.hosts;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that was run to its end: a tool of the JDK, or our own command line. */
record Program(int code, List<String> out, List<String> err) {
  private static final long DEADLINE_SECONDS = 180;

  /** Runs a tool of the JDK as it is run where JAVA_TOOL_OPTIONS brings the agent everywhere. */
  static Program withAgent(Path directory, Jdk jdk, String tool, String... arguments) {
    return run(directory, "-javaagent:" + AgentJvm.agent(), jdk, tool, List.of(arguments));
  }

  /** Runs a tool of the JDK. */
  static Program run(Path directory, Jdk jdk, String tool, String... arguments) {
    return run(directory, null, jdk, tool, List.of(arguments));
  }

  /** Runs a command of {@code java -jar duality.jar}. */
  static Program duality(Path directory, Jdk jdk, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-jar", AgentJvm.agent().toString()));
    all.addAll(List.of(arguments));
    return run(directory, null, jdk, "java", all);
  }

  private static Program run(
      Path directory, String options, Jdk jdk, String tool, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdk.program(tool).toString());
    command.addAll(arguments);
    try {
      Path out = Files.createTempFile(directory, tool + "-", ".out");
      Path err = Files.createTempFile(directory, tool + "-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("DUALITY_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      if (options != null) {
        builder.environment().put("JAVA_TOOL_OPTIONS", options);
      }
      Process process = builder.start();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + DEADLINE_SECONDS + " s");
      }
      return new Program(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  /** All that it said, for a failure's message. */
  String said() {
    return "exit code " + code + "\n" + String.join("\n", out) + "\n" + String.join("\n", err);
  }
}
