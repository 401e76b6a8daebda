package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.util.Arrays;
import java.util.List;

/** A heap that is full again and again: what comes out is right, and the agent says nothing. */
final class ScarceMemoryTest {
  private static final String[] ARGUMENTS = {
    "scenes=scarce-memory,locks,buffers,pools", "threads=8", Scale.operations(30), "residents=8"
  };

  @OnEveryJdk
  void full_heap_is_survived_as_without_the_agent(AgentJvm control, AgentJvm woven) {
    Played without = Played.control(control.heap("32m"), ARGUMENTS);
    long before = System.nanoTime();
    RunningJvm app = Played.start(woven.heap("32m"), without, told(ARGUMENTS));
    app.awaitReady().control().awaitStatus("recording: running"); // then all that it needs is there
    app.send("begin");
    app.awaitLine("DONE");
    // A hook that found no memory hid that from the application: it may say so in its count.
    String status = app.control().status().text("text");
    assertTrue(status.contains("hooks: "), status);
    Played with = Played.ended(app, before).holds();
    assertEquals(without.thrown(), with.thrown());
    assertEquals(List.of(), with.said().stream().filter(ScarceMemoryTest::isOurs).toList());
  }

  private static String[] told(String... arguments) {
    String[] told = Arrays.copyOf(arguments, arguments.length + 1);
    told[arguments.length] = "told=true";
    return told;
  }

  /** What neither the start line is nor the flight recorder's own words. */
  private static boolean isOurs(String line) {
    return !Played.isStartLine(line)
        && !line.isBlank()
        && !line.startsWith("*** java.lang.instrument ASSERTION FAILED ***")
        && !line.contains("\"JFR Periodic Tasks\"")
        && !line.startsWith("\tat ");
  }
}
