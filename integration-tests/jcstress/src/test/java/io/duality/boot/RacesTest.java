package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs jcstress over all tests of this module, in JVMs of its own, and reads its verdict. */
class RacesTest {
  private static final int TESTS = 7;
  private static final long MOST_MINUTES = 60;

  @Test
  void no_race_gives_what_is_forbidden() throws Exception {
    Path results = Path.of(System.getProperty("jcstress.results"));
    Files.createDirectories(results);
    Path said = results.resolve("said.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-r",
                results.resolve("report").toString(),
                "-jvmArgs",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Xmx256m"));
    command.addAll(List.of(System.getProperty("jcstress.options").split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .directory(results.toFile())
            .start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String text = Files.readString(said);
    assertTrue(ended, text);
    assertEquals(0, process.exitValue(), text);
    assertTrue(text.contains("Failed tests: No matches."), text);
    assertTrue(text.contains("Error tests: No matches."), text);
    assertTrue(text.contains("All remaining tests: " + TESTS + " matching test results."), text);
  }
}
