package io.duality.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one JVM to its end and tells what it cost as a whole process. */
final class Child {
  /**
   * A finished process.
   *
   * @param wallMillis from start to end
   * @param cpuMillis user and system time, by the shell's own accounting
   * @param output what it printed on standard output
   */
  record Cost(double wallMillis, double cpuMillis, List<String> output) {
    /** The number behind a line that starts with {@code key=}. */
    double figure(String key) {
      return output.stream()
          .filter(line -> line.startsWith(key + "="))
          .mapToDouble(line -> Double.parseDouble(line.substring(key.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + key + " in " + output));
    }
  }

  private Child() {}

  static Cost run(Collection<String> program) throws IOException {
    Path directory = Files.createTempDirectory("duality-benchmark");
    Path output = directory.resolve("out");
    Path times = directory.resolve("times");
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%R %U %S'; exec 3>&2; { time \"$@\" >\"$BENCHMARK_OUT\" 2>&3; }"
                    + " 2>\"$BENCHMARK_TIMES\"",
                "child"));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BENCHMARK_OUT", output.toString());
    builder.environment().put("BENCHMARK_TIMES", times.toString());
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("err").toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IOException("did not end within 10 minutes: " + command);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command, e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit " + process.exitValue() + ": " + Files.readString(directory.resolve("err")));
    }
    String[] figures = Files.readString(times, StandardCharsets.UTF_8).trim().split(" ");
    Cost cost =
        new Cost(
            Double.parseDouble(figures[0]) * 1000,
            (Double.parseDouble(figures[1]) + Double.parseDouble(figures[2])) * 1000,
            Files.readAllLines(output));
    delete(directory);
    return cost;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
