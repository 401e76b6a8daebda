package io.duality.scenarios.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import io.duality.harness.Since;
import java.io.IOException;
import java.util.List;

/** The healthy twin of the program of all waits: each wait ends in time. */
final class MovingWaitsTest {
  @OnEveryJdk
  void every_kind_of_wait_that_ends_in_time_makes_no_bundle(AgentJvm jvm) throws IOException {
    moves(StuckProgram.moving(jvm, false));
  }

  @OnEveryJdk
  @Since(21)
  void every_kind_of_wait_of_virtual_threads_that_ends_in_time_makes_no_bundle(AgentJvm jvm)
      throws IOException {
    moves(StuckProgram.moving(jvm, true));
  }

  private static void moves(RunningJvm app) {
    app.awaitLine("DONE");
    assertEquals(List.of(), app.stderr().stream().filter(line -> line.contains("failed")).toList());
    app.assertNoBundle(3);
  }
}
