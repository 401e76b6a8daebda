package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Control;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guard of the agent's own cost, in a JVM whose threads contend for everything. */
final class OverheadTest {
  private static RunningJvm work(AgentJvm jvm) {
    RunningJvm app =
        jvm.set("duality.trigger.stall.enabled", "false")
            .set("duality.trigger.manual.capture", "threads, waits, resources")
            .set("duality.capture.max-pause", "10s")
            .heap("128m")
            .main(Workshop.class)
            .start()
            .awaitReady();
    app.control().awaitStatus("recording: running");
    return app;
  }

  private static void getsOn(RunningJvm app) {
    long before = app.stdout().stream().filter("PROGRESS"::equals).count();
    app.send("progress");
    app.await(
        "progress of every worker",
        () ->
            Optional.of(app.stdout().stream().filter("PROGRESS"::equals).count())
                .filter(now -> now > before));
  }

  private static void counted(RunningJvm app) {
    app.send("end");
    assertEquals(0, app.awaitExit());
    assertEquals("COUNTERS RIGHT", app.stdout().get(app.stdout().size() - 1));
  }

  private static List<Tree> ofAgent(RunningJvm app) {
    return app.ledger().stream().filter(line -> line.text("trigger").equals("agent")).toList();
  }

  private static List<String> states(RunningJvm app) {
    return ofAgent(app).stream().map(line -> line.text("state")).toList();
  }

  @OnEveryJdk
  void agent_that_costs_more_than_it_may_does_less_and_less_and_says_so(AgentJvm jvm)
      throws IOException {
    Path file = jvm.directory().resolve("limits.properties");
    Files.writeString(file, "duality.overhead.cpu = 80%\n");
    RunningJvm app =
        work(
            jvm.agentArguments("config=" + file)
                .set("duality.overhead.window", "5s")
                .set("duality.config.interval", "1s"));
    Control control = app.control();
    String status = control.awaitStatus("\noverhead: full; now own threads ");
    assertTrue(status.contains("own threads <= 800 ms/s"), status);
    assertEquals(List.of(), states(app), "it is within its budget");

    Files.writeString(file, "duality.overhead.cpu = 0.001%\n");
    status = control.awaitStatus("\ndisarmed since ");
    assertTrue(status.contains(" by the guard of its own cost: own threads "), status);
    assertTrue(status.contains("only deadlocks, exhausted memory and crashes are"), status);
    assertTrue(status.contains("\noverhead: off since "), status);
    assertTrue(status.contains("own threads <= 0.01 ms/s"), status);
    assertEquals(List.of("thinned", "thinned", "disarmed"), states(app));
    Tree first = ofAgent(app).get(0);
    assertTrue(first.text("observed").startsWith("own threads "), first::toString);
    assertTrue(first.text("decision").contains("it looks at most every 2 s"), first::toString);
    control.awaitStatus("recording: disarmed since");
    getsOn(app);

    OpenedBundle bundle = control.capture("while it does next to nothing").validate();
    Tree cost = bundle.json("context.json").tree("agent").tree("overhead");
    assertEquals("off", cost.text("level"));
    assertTrue(cost.text("observed").startsWith("own threads "), cost::toString);
    String summary = bundle.summary();
    assertTrue(summary.contains("the agent itself is off, and has done less since"), summary);
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    app.awaitBundle("deadlock").validate();
    app.send("undo");
    app.awaitLine("UNDONE");

    Tree on = control.rearm(); // a person decides; what it costs is measured anew
    assertEquals("ok", on.text("status"), on::toString);
    assertTrue(on.text("text").startsWith("armed again by the test; was disarmed"), on::toString);
    control.awaitStatus("\ndisarmed since ");
    List<String> less = List.of("thinned", "thinned", "disarmed");
    List<String> said = new ArrayList<>(less);
    said.add("armed");
    said.addAll(less);
    assertEquals(said, states(app));

    Files.writeString(file, "duality.overhead.cpu = off\n");
    status = control.awaitStatus("\noverhead: full; ");
    assertTrue(status.contains("\narmed\n"), status);
    control.awaitStatus("recording: running");
    control.awaitStatus("AbstractQueuedSynchronizer.acquire/6: 2 of 2, proven");
    said.add("armed");
    assertEquals(said, states(app));
    summary = control.capture("everything again").validate().summary();
    assertTrue(summary.contains("the agent itself did less from "), summary);
    getsOn(app);
    counted(app);
  }
}
