package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs jcstress over all tests of this module, in JVMs of its own, and reads its verdict. */
class RacesTest {
  private static final int TESTS = 7;
  private static final Pattern VERDICT =
      Pattern.compile("(\\d+) matching test results|Results: (\\d+) planned; (\\d+) passed, (.*)");
  private static final long MOST_MINUTES = 30;

  @Test
  void no_race_gives_what_is_forbidden() throws Exception {
    Path results = Files.createDirectories(Path.of(System.getProperty("jcstress.results")));
    Path said = results.resolve("jcstress.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                "io.duality.boot",
                "-m",
                "quick",
                "-r",
                results.toString(),
                "-jvmArgsPrepend",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Xmx256m")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .directory(results.toFile())
            .start();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(said);
    String text = String.join("\n", lines);
    assertEquals(0, process.waitFor(), text);
    assertTrue(text.contains("RUN COMPLETE"), text);
    assertFalse(text.contains("[FAILED]"), text);
    assertFalse(text.contains("[ERROR]"), text);
    Optional<Matcher> verdict =
        lines.stream().map(VERDICT::matcher).filter(Matcher::find).reduce((a, b) -> b);
    assertTrue(verdict.isPresent(), text);
    for (String name :
        List.of(
            "ReaderSeesOneWait",
            "ThreadsDoNotShareASlot",
            "SweepFreesOnlyTheDead",
            "NameSurvivesASweep",
            "TwoNamesForOne",
            "EndedWaitIsWhole",
            "HolderIsTheOwnerOrNobody")) {
      assertTrue(text.contains("io.duality.boot." + name), () -> name + " did not run: " + text);
    }
    assertTrue(TESTS > 0, text);
  }
}
