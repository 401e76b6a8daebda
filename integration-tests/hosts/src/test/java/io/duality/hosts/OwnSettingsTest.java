package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.Control;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;

/** What an application settles after its start is not settled by the agent before. */
final class OwnSettingsTest {
  @OnEveryJdk
  void common_pool_is_as_large_as_the_application_says_after_looks_and_a_capture(AgentJvm jvm) {
    RunningJvm app = jvm.main(LateSettings.class).start().awaitReady();
    Control control = app.control();
    control.awaitLooks(3);
    control.capture("before the pool exists").validate();
    app.send("go on");
    assertEquals("PARALLELISM 7", app.awaitLine("PARALLELISM"));
    assertEquals(0, app.awaitExit());
  }
}
