package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.duality.harness.WaitGraph;
import java.util.List;

/** The agent comes to a JVM that runs already, and comes more than once. */
final class AttachTest {
  private static final List<String> THREADS =
      List.of(
          "duality-watch", "duality-capture", "duality-jfr", "duality-events", "duality-hiccup");

  @OnEveryJdk
  void stall_after_attaching_gives_a_bundle(AgentJvm jvm, Jdk jdk) {
    RunningJvm app =
        Stall.soon(jvm).main(StockRoom.class).arguments("later").withoutAgent().start();
    app.awaitLine("QUIET");
    attach(app, jdk);
    app.send("stall");

    Tree wait = assertExplained(app);
    assertEquals("slot", wait.text("by"), "a hook saw it begin");
    Stall.ends(app);
    assertSaidOnce(app);
  }

  @OnEveryJdk
  void stall_from_before_attaching_is_seen_without_its_beginning(AgentJvm jvm, Jdk jdk) {
    RunningJvm app = Stall.soon(jvm).main(StockRoom.class).withoutAgent().start().awaitReady();
    attach(app, jdk);

    Tree wait = assertExplained(app);
    assertTrue(!wait.text("by").equals("slot"), () -> "no hook was there when it began: " + wait);
    Stall.ends(app);
    assertSaidOnce(app);
  }

  @OnEveryJdk
  void second_attach_finds_the_first_one_and_changes_nothing(AgentJvm jvm, Jdk jdk) {
    RunningJvm app =
        Stall.soon(jvm).main(StockRoom.class).arguments("later").withoutAgent().start();
    app.awaitLine("QUIET");
    attach(app, jdk);
    app.control().awaitArmed();

    Program again = Program.duality(app.directory(), jdk, "attach", Long.toString(app.pid()));
    assertEquals(0, again.code(), again::said);
    assertTrue(again.out().get(0).contains("already has the agent"), again::said);

    app.send("stall");
    assertExplained(app);
    assertEquals(THREADS, Stall.ownThreads(app).stream().sorted(AttachTest::asListed).toList());
    Stall.ends(app);
    assertSaidOnce(app);
  }

  @OnEveryJdk
  void jar_that_is_loaded_into_an_armed_jvm_says_so_and_steps_aside(AgentJvm jvm) {
    RunningJvm app = Stall.soon(jvm).main(StockRoom.class).arguments("later").start();
    app.control().awaitArmed();
    app.attachAgent(null);
    app.awaitComplaint("not armed");
    app.send("stall");

    Stall.explained(app);
    assertArmedOnce(app);
    Stall.ends(app);
  }

  @OnEveryJdk
  void jar_that_stands_twice_in_the_command_line_is_armed_once(AgentJvm jvm) {
    RunningJvm app = Stall.start(jvm.agentAfter(AgentJvm.agent(), "watch.interval=2s"));

    Stall.explained(app);
    assertArmedOnce(app);
    assertEquals(2, app.stderr().size(), () -> app.stderr().toString());
    Stall.ends(app);
  }

  private static void attach(RunningJvm app, Jdk jdk) {
    Program attached = Program.duality(app.directory(), jdk, "attach", Long.toString(app.pid()));
    assertEquals(0, attached.code(), attached::said);
    assertTrue(attached.out().get(0).startsWith("loaded into process "), attached::said);
  }

  /** Asserts that victim, lock and holder are told; returns the victim's wait. */
  private static Tree assertExplained(RunningJvm app) {
    OpenedBundle bundle = app.awaitBundle("stall").validate();
    WaitGraph waits = bundle.waits();
    List<Tree> edges = waits.edgesFrom("order-1");
    assertEquals(1, edges.size(), () -> waits.tree().toString());
    String id = edges.get(0).text("to");
    Tree lock =
        waits.tree().trees("nodes").stream()
            .filter(node -> node.text("id").equals(id))
            .findFirst()
            .orElseThrow();
    assertTrue(
        lock.text("class").startsWith("java.util.concurrent.locks.ReentrantLock"), lock::toString);
    assertTrue(waits.hasEdge(lock.text("name"), "held-by", "inventory-sync"), lock::toString);
    return edges.get(0);
  }

  /** Asserts that stderr has our line once; that of a newer JVM has its own about the attach. */
  private static void assertSaidOnce(RunningJvm app) {
    List<String> ours =
        app.stderr().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    assertEquals(1, ours.size(), () -> app.stderr().toString());
    Stall.assertArmed(ours.get(0), app.bundleDirectory());
  }

  private static void assertArmedOnce(RunningJvm app) {
    List<String> refused =
        app.stderr().stream().filter(line -> line.contains("not armed")).toList();
    assertEquals(1, refused.size(), () -> app.stderr().toString());
    assertTrue(refused.get(0).contains("already"), refused::toString);
    assertEquals(
        1,
        app.stderr().stream().filter(line -> line.contains(" armed: ")).count() - refused.size(),
        () -> app.stderr().toString());
    assertEquals(THREADS, Stall.ownThreads(app).stream().sorted(AttachTest::asListed).toList());
  }

  private static int asListed(String one, String other) {
    return THREADS.indexOf(one) - THREADS.indexOf(other);
  }
}
