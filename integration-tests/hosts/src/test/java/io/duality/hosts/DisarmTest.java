package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Control;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.duality.harness.WaitGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kill switch at run time, in a JVM whose threads contend for everything. */
final class DisarmTest {
  private static final Pattern NOTED = Pattern.compile("(\\d+) ended ones noted");
  private static final String LEFT = "io.duality.hosts.Workshop.leftLock";
  private static final String RIGHT = "io.duality.hosts.Workshop.rightLock";

  private static RunningJvm work(AgentJvm jvm) {
    RunningJvm app =
        Stall.soon(jvm)
            .set("duality.trigger.deadlock.capture", "threads, waits, resources")
            .set("duality.trigger.manual.capture", "threads, waits, resources, recording")
            .set("duality.trigger.stall.enabled", "false")
            .heap("128m")
            .main(Workshop.class)
            .start()
            .awaitReady();
    app.control().awaitStatus("recording: running");
    return app;
  }

  private static long noted(String status) {
    Matcher matcher = NOTED.matcher(status);
    assertTrue(matcher.find(), status);
    return Long.parseLong(matcher.group(1));
  }

  private static void getsOn(RunningJvm app) {
    long before = app.stdout().stream().filter("PROGRESS"::equals).count();
    app.send("progress");
    app.await(
        "progress of every worker",
        () ->
            java.util.Optional.of(app.stdout().stream().filter("PROGRESS"::equals).count())
                .filter(now -> now > before));
  }

  private static void counted(RunningJvm app) {
    app.send("end");
    assertEquals(0, app.awaitExit());
    assertEquals("COUNTERS RIGHT", app.stdout().get(app.stdout().size() - 1));
  }

  @OnEveryJdk
  void disarmed_agent_sees_nothing_and_the_rearmed_one_finds_what_began_meanwhile(AgentJvm jvm) {
    RunningJvm app = work(jvm);
    Control control = app.control();
    getsOn(app);
    assertTrue(noted(control.status().text("text")) > 0, "the workers wait");

    Tree off = control.disarm("to be sure", false);
    assertEquals("ok", off.text("status"), off::toString);
    assertTrue(off.text("text").contains(" by the test: to be sure"), off::toString);
    Tree again = control.disarm("once more", true);
    assertEquals("ok", again.text("status"));
    assertTrue(again.text("text").startsWith("already disarmed since"), again::toString);
    getsOn(app);
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    control.awaitStatus("recording: disarmed since");
    // Waits that were open when it happened have ended by now, and no hook opens another.
    String before = control.awaitStatus("waits: 0 open");
    getsOn(app);
    String status = control.status().text("text");
    assertEquals(noted(before), noted(status), "a hook noted a wait while disarmed");
    assertTrue(status.contains("\nhooks: 0 of "), status);
    assertTrue(status.contains("AbstractQueuedSynchronizer.acquire/6: 0 of 2, disarmed"), status);
    app.assertNoBundle(6);

    Tree on = control.rearm();
    assertEquals("ok", on.text("status"));
    assertTrue(on.text("text").startsWith("armed again by the test; was disarmed"), on::toString);
    assertTrue(control.rearm().text("text").startsWith("already armed"));
    WaitGraph waits = app.awaitBundle("deadlock").validate().waits();
    assertTrue(waits.hasEdge("left-hand", "waits-for", RIGHT), () -> waits.tree().toString());
    assertTrue(waits.hasEdge(RIGHT, "held-by", "right-hand"), () -> waits.tree().toString());
    assertTrue(waits.hasEdge("right-hand", "waits-for", LEFT), () -> waits.tree().toString());
    control.awaitStatus("recording: running");
    String armed = control.awaitStatus("AbstractQueuedSynchronizer.acquire/6: 2 of 2, proven");
    getsOn(app);
    assertTrue(noted(control.status().text("text")) > noted(armed), "hooks note waits again");
    assertEquals(
        List.of("disarmed", "armed"),
        app.ledger().stream()
            .filter(line -> line.text("trigger").equals("agent"))
            .map(line -> line.text("state"))
            .toList());
    app.send("undo");
    app.awaitLine("UNDONE");
    counted(app);
  }

  @OnEveryJdk
  void switch_that_is_turned_again_and_again_under_load_hurts_nobody(AgentJvm jvm) {
    RunningJvm app = work(jvm);
    Control control = app.control();
    for (int turn = 0; turn < 4; turn++) {
      assertEquals("ok", control.disarm("turn " + turn, turn % 2 == 1).text("status"));
      getsOn(app);
      assertEquals("ok", control.rearm().text("status"));
      getsOn(app);
    }
    String status = control.awaitStatus("AbstractQueuedSynchronizer.acquire/6: 2 of 2, proven");
    assertTrue(status.contains("armed, 0 calls failed"), status);
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    app.awaitBundle("deadlock").validate();
    app.send("undo");
    app.awaitLine("UNDONE");
    assertFalse(control.status().text("text").contains(", off: "), status);
    counted(app);
  }

  @OnEveryJdk
  void capture_on_demand_works_while_disarmed_and_says_so(AgentJvm jvm, Jdk jdk) {
    RunningJvm app = work(jvm);
    String pid = Long.toString(app.pid());
    Path where = app.directory();
    Program off =
        Program.duality(where, jdk, "disarm", pid, "--dir", "duality", "-r", "drill", "--unweave");
    assertEquals(0, off.code(), off::said);
    assertTrue(off.said().contains("on the command line: drill"), off::said);
    assertTrue(off.said().contains("all classes have their own bytes again"), off::said);
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    Program status = Program.duality(where, jdk, "status", pid);
    assertTrue(status.said().contains("\ndisarmed since "), status::said);
    OpenedBundle bundle = app.control().capture("while disarmed").validate();
    String summary = bundle.summary();
    assertTrue(summary.contains("the agent is disarmed since"), summary);
    assertEquals("skipped", bundle.step("recording").text("status"));
    assertTrue(bundle.step("recording").text("reason").startsWith("disarmed since "));
    assertTrue(bundle.waits().hasEdge("left-hand", "waits-for", RIGHT), summary);
    Program on = Program.duality(where, jdk, "rearm", pid);
    assertEquals(0, on.code(), on::said);
    assertTrue(on.said().contains("all classes are woven again"), on::said);
    app.send("undo");
    app.awaitLine("UNDONE");
    counted(app);
  }

  @OnEveryJdk
  void file_that_says_so_disarms_a_running_agent_and_a_person_cannot_lift_it(AgentJvm jvm)
      throws IOException {
    Path file = Files.writeString(jvm.directory().resolve("duality.properties"), "");
    RunningJvm app = work(jvm.set("duality.config.interval", "1s"));
    Control control = app.control();

    Files.writeString(file, "duality.enabled = false\n");
    control.awaitStatus("\ndisarmed since ");
    assertTrue(control.status().text("text").contains(" by the configuration: duality.enabled"));
    Tree refused = control.rearm();
    assertEquals("refused", refused.text("status"), refused::toString);
    assertTrue(refused.text("text").contains("configuration file"), refused::toString);
    assertEquals(1, refused.text("text").lines().count());
    getsOn(app);

    Files.writeString(file, "duality.enabled = true\n");
    control.awaitStatus("\narmed\n");
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    app.awaitBundle("deadlock").validate();
    app.send("undo");
    app.awaitLine("UNDONE");
    counted(app);
  }
}
