package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenTelemetryAgentTest {
  private static final List<String> QUIET =
      List.of(
          "-Dotel.traces.exporter=none",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none",
          "-Dotel.javaagent.logging=none");

  @TempDir Path directory;

  static Stream<Path> homes() {
    return ChildJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void application_with_its_own_sdk_is_read(Path home) throws Exception {
    List<String> lines = ChildJvm.play(home, TracedStory.class, List.of(ChildJvm.probe(directory)));

    assertSeen(lines, "own");
    assertTasks(lines, "own");
    assertSeen(lines, "own-virtual", home);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void agent_that_came_first_is_read(Path home) throws Exception {
    List<String> options = new ArrayList<>(QUIET);
    options.add(agent());
    options.add(ChildJvm.probe(directory));
    assertBothSeen(home, ChildJvm.play(home, TracedStory.class, options));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void agent_that_came_second_is_read(Path home) throws Exception {
    List<String> options = new ArrayList<>(QUIET);
    options.add(ChildJvm.probe(directory));
    options.add(agent());
    assertBothSeen(home, ChildJvm.play(home, TracedStory.class, options));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void unsampled_spans_of_the_agent_have_names(Path home) throws Exception {
    List<String> options = new ArrayList<>(QUIET);
    options.add("-Dotel.traces.sampler=always_off");
    options.add(ChildJvm.probe(directory));
    options.add(agent());
    assertBothSeen(home, ChildJvm.play(home, TracedStory.class, options));
  }

  private static void assertBothSeen(Path home, List<String> lines) {
    assertSeen(lines, "global");
    assertTasks(lines, "global");
    assertSeen(lines, "virtual", home);
    assertEquals(
        1, lines.stream().filter("own true null"::equals).count(), () -> String.join("\n", lines));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("state OpenTelemetry agent.* context: 1 of 1")),
        () -> String.join("\n", lines));
  }

  private static void assertSeen(List<String> lines, String what) {
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith(what + " true TraceRef")),
        () -> what + " in\n" + String.join("\n", lines));
    assertEquals(1, lines.stream().filter(line -> line.equals("after null")).count());
  }

  /** Tasks handed over by execute, submit and runAsync, each with the name of what was given. */
  private static void assertTasks(List<String> lines, String what) {
    String trace = " true POST /" + what + " ";
    String expected =
        "tasks of "
            + what
            + trace
            + "TracedStory$Handed"
            + trace
            + "TracedStory"
            + trace
            + "TracedStory$Handed";
    assertTrue(lines.contains(expected), () -> expected + " in\n" + String.join("\n", lines));
  }

  /** On a JDK that has virtual threads. */
  private static void assertSeen(List<String> lines, String what, Path home) {
    if (lines.contains("virtual threads true")) {
      assertSeen(lines, what);
    } else {
      assertTrue(lines.contains("virtual threads false"), () -> home + ": " + lines);
    }
  }

  private static String agent() {
    return "-javaagent:" + ChildJvm.entry("opentelemetry-javaagent");
  }
}
