package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import java.time.Duration;
import java.util.List;

/** Very many threads, threads that come and go, and threads that always move. */
final class EveryThreadStoriesTest {

  @OnEveryJdk
  void threads_that_take_locks_at_random_but_always_move_are_no_deadlock(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(RandomLocks.class)
            .set("duality.trigger.deadlock.confirm", "1") // not even a second look saves it
            .set("duality.watch.interval", "100ms") // and there are many that could be wrong
            .set("duality.watch.fast-interval", "100ms")
            .set("duality.trigger.hiccup.enabled", "false") // a busy machine is not asked here
            .set("duality.trigger.stall.age", "20s")
            .arguments("8", "32", "20261121")
            .start();

    String done = app.awaitLine("DONE");

    assertTrue(Long.parseLong(done.substring(done.indexOf(' ') + 1)) > 1_000, done);
    app.assertNoBundle(2);
  }

  @OnEveryJdk
  void threads_that_end_in_the_middle_of_waits_leave_nothing_behind(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(ThreadMill.class)
            .set("duality.trigger.uncaught.enabled", "false") // some die of what they throw
            .arguments("5")
            .start();
    app.awaitLine("DONE");

    OpenedBundle bundle = app.control().capture("what is left");

    List<String> left =
        bundle.waits().names().stream()
            .filter(name -> name.startsWith("grain-") || name.equals("same name"))
            .toList();
    assertEquals(List.of(), left);
    assertTrue(app.control().status().text("text").contains(" 0 failed"));
  }

  @OnEveryJdk
  @Since(21)
  void hundred_thousand_waiting_virtual_threads_are_counted_and_go_on(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(ManyVirtual.class)
            .heap("700m")
            .deadline(Duration.ofMinutes(4)) // a capture of this size on a busy machine
            .arguments("100000")
            .start();
    app.awaitReady();

    OpenedBundle bundle = app.awaitBundle("stall").validate();

    List<Tree> unknown = bundle.waits().tree().trees("unknown");
    assertTrue(
        unknown.stream().anyMatch(each -> each.toString().contains("found no free slot among")),
        unknown::toString);
    String summary = bundle.summary().replaceAll("\\s+", " ");
    assertTrue(summary.contains("found no free slot among 16384"), summary);
    assertTrue(summary.contains("may still wait, unobserved"), summary);
    app.send("go on");
    assertEquals("DONE 100000", app.awaitLine("DONE"));
  }
}
