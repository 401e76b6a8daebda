package io.duality.scenarios;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;

/** Programs that wait a lot and are well: nobody is to be woken for them. */
final class QuietStoriesTest {
  @OnEveryJdk
  void no_healthy_twin_of_a_stuck_program_makes_a_bundle(AgentJvm jvm) {
    // Below the five seconds for which the twins move, above what a busy machine keeps one waiting.
    quiet(jvm.set("duality.trigger.stall.age", "4s"), HealthyTwins.class);
  }

  @OnEveryJdk
  void idle_pools_long_polls_schedulers_and_acceptors_make_no_bundle(AgentJvm jvm) {
    quiet(jvm.set("duality.trigger.stall.age", "1s"), QuietHouse.class);
  }

  private static void quiet(AgentJvm jvm, Class<?> program) {
    RunningJvm app = Incident.start(jvm, program, "moving");
    app.awaitLine("DONE");
    app.assertNoBundle(3);
  }
}
