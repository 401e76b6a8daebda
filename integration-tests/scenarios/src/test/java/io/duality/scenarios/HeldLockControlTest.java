package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.util.Optional;

/** Without the agent: the story is what the other tests take it for. */
final class HeldLockControlTest {
  @OnEveryJdk
  void thread_order_waits_for_the_lock_until_the_story_ends(AgentJvm jvm) {
    RunningJvm app = jvm.main(HeldLock.class).withoutAgent().start().awaitReady();

    String blocked =
        app.await(
            "order-1 parked in lock()",
            () ->
                Optional.of(app.jcmd("Thread.print", "-l"))
                    .filter(dump -> dump.contains("parking to wait for"))
                    .filter(dump -> dump.contains("HeldLock.order(HeldLock.java")));
    assertTrue(blocked.contains("\"inventory-sync\""), blocked);
    app.send("end");
    assertEquals("END told", app.awaitLine("END"));
    assertEquals(0, app.awaitExit());
  }

  @OnEveryJdk
  void healthy_twin_lets_both_threads_have_the_lock_and_ends_when_told(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(HeldLock.class).arguments("healthy").withoutAgent().start().awaitReady();

    app.send("end");
    assertEquals(0, app.awaitExit());
  }
}
