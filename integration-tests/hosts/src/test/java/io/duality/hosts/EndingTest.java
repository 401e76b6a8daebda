package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Await;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JVM with the agent says one line more than without, and ends as without. */
final class EndingTest {
  @OnEveryJdk
  void main_that_returns_ends_the_jvm_with_nothing_left(AgentJvm jvm) {
    RunningJvm app = quiet(jvm).arguments("return").start();
    app.control().awaitArmed();
    List<String> lines =
        app.jcmd("Thread.print").lines().filter(line -> line.startsWith("\"duality-")).toList();
    assertTrue(lines.stream().allMatch(line -> line.contains(" daemon ")), lines::toString);
    app.send("end");

    assertEquals(0, app.awaitExit());
    Stall.saidOnlyThatItIsArmed(app);
    assertEquals(List.of("READY", "END"), app.stdout());
    assertEquals(List.of(), live(app));
    assertEquals(List.of(), app.bundles(), "an orderly end is no incident");
  }

  @OnEveryJdk
  void exit_code_of_system_exit_stays(AgentJvm jvm) {
    RunningJvm app = armed(jvm, "exit");
    app.send("end");

    assertEquals(3, app.awaitExit());
    Stall.saidOnlyThatItIsArmed(app);
    assertEquals(List.of("READY", "END"), app.stdout());
    assertEquals(List.of(), live(app));
  }

  @OnEveryJdk
  void exception_of_main_ends_the_jvm_with_its_stack_and_code_1_and_leaves_a_bundle(AgentJvm jvm) {
    RunningJvm app = armed(jvm.set("duality.trigger.exit.bound", "1m"), "throw");
    app.send("end");

    assertEquals(1, app.awaitExit());
    List<String> said = app.stderr();
    Stall.assertArmed(said.get(0), app.bundleDirectory());
    assertEquals(
        "Exception in thread \"main\" java.lang.IllegalStateException: thrown by main",
        said.get(1));
    assertTrue(said.stream().skip(2).allMatch(line -> line.startsWith("\tat ")), said::toString);
    assertEquals(List.of(), live(app));
    OpenedBundle bundle = app.awaitBundle("uncaught").validate();
    String sentence = bundle.trigger().text("sentence");
    assertTrue(sentence.startsWith("thread main has ended by an uncaught java.lang."), sentence);
    assertTrue(sentence.contains("io.duality.hosts.Endings.main"), sentence);
    assertEquals(1, app.bundles().size());
  }

  @OnEveryJdk
  void halt_keeps_its_code_and_the_next_start_clears_up(AgentJvm jvm) {
    RunningJvm app = armed(jvm, "halt");
    app.send("end");

    assertEquals(4, app.awaitExit());
    Stall.saidOnlyThatItIsArmed(app);
    assertCleared(jvm, live(app));
  }

  @OnEveryJdk
  void sigterm_ends_it_with_143_and_nothing_left(AgentJvm jvm) {
    RunningJvm app = armed(jvm, "stay");
    app.terminate();

    assertEquals(143, app.awaitExit());
    Stall.saidOnlyThatItIsArmed(app);
    assertEquals(List.of(), live(app));
  }

  @OnEveryJdk
  void what_a_killed_jvm_leaves_is_cleared_by_the_next_start(AgentJvm jvm) {
    RunningJvm app = armed(jvm, "stay");
    app.close();

    assertCleared(jvm, live(app));
  }

  @OnEveryJdk
  void application_that_ends_while_the_agent_starts_leaves_nothing(AgentJvm jvm) {
    for (int i = 0; i < 4; i++) {
      RunningJvm app = jvm.main(Endings.class).arguments("at-once").start();

      assertEquals(3, app.awaitExit());
      Stall.saidOnlyThatItIsArmed(app);
      assertEquals(List.of(), live(app));
    }
  }

  /** What a busy machine makes of it is not asked here. */
  private static AgentJvm quiet(AgentJvm jvm) {
    return jvm.main(Endings.class).set("duality.trigger.hiccup.enabled", "false");
  }

  private static RunningJvm armed(AgentJvm jvm, String ending) {
    RunningJvm app = quiet(jvm).arguments(ending).start().awaitReady();
    app.control().awaitArmed();
    return app;
  }

  private static void assertCleared(AgentJvm jvm, List<String> left) {
    assertEquals(1, left.size(), "what a dead process leaves");
    RunningJvm next = jvm.start();
    String its = next.control().awaitArmed().getFileName().toString();
    Await.until(
        "nothing but the living process in .live",
        Duration.ofMinutes(3),
        () -> live(next).equals(List.of(its)) ? Optional.of(its) : Optional.empty());
    next.close();
    Stall.saidOnlyThatItIsArmed(next);
  }

  /** What is announced in .live; the lock that recoveries take stays there. */
  private static List<String> live(RunningJvm app) {
    Path directory = app.bundleDirectory().resolve(".live");
    String[] names = directory.toFile().list();
    return names == null
        ? List.of()
        : Stream.of(names).filter(name -> !name.equals(".recovery")).toList();
  }
}
