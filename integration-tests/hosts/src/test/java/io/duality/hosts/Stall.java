package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.WaitGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The stock room's stall, and what must be true of it wherever it happens. */
final class Stall {
  static final String LOCK = "io.duality.hosts.StockRoom.stockLock";

  private Stall() {}

  /**
   * Short thresholds, and no recording: that takes two seconds and has tests of its own. A busy
   * machine that keeps all threads from running would take the place of the stall's bundle; how
   * long a bundle takes there, and for how long it stops what runs, is not asked here.
   */
  static AgentJvm soon(AgentJvm jvm) {
    return jvm.set("duality.trigger.stall.age", "1s")
        .set("duality.trigger.hiccup.enabled", "false")
        .set("duality.trigger.gc.pause", "1m")
        .set("duality.capture.max-pause", "10s")
        .set("duality.capture.max-step-time", "2m")
        .set("duality.capture.max-time", "10m")
        .set("duality.trigger.stall.capture", "threads*2/250ms, waits, resources");
  }

  /** Starts the stock room, and waits until the stall is there. */
  static RunningJvm start(AgentJvm jvm) {
    return soon(jvm).main(StockRoom.class).start().awaitReady();
  }

  /** Waits for the bundle about the stall, and asserts that it names the lock and its holder. */
  static OpenedBundle explained(RunningJvm app) {
    return explained(app, LOCK);
  }

  /** The same where the lock has another name. */
  static OpenedBundle explained(RunningJvm app, String lock) {
    OpenedBundle bundle = app.awaitBundle("stall").validate();
    WaitGraph waits = bundle.waits();
    assertTrue(waits.hasEdge("order-1", "waits-for", lock), () -> waits.tree().toString());
    assertTrue(waits.hasEdge(lock, "held-by", "inventory-sync"), () -> waits.tree().toString());
    String summary = bundle.summary();
    assertTrue(summary.contains(lock), summary);
    return bundle;
  }

  /** Lets the program end, and asserts that it does so as it would without the agent. */
  static void ends(RunningJvm app) {
    app.send("end");
    assertEquals(0, app.awaitExit());
    assertEquals("END", app.stdout().get(app.stdout().size() - 1));
  }

  /** Asserts that the agent's start line is all that stderr has, with every hook armed. */
  static void saidOnlyThatItIsArmed(RunningJvm app) {
    assertEquals(1, app.stderr().size(), () -> String.join("\n", app.stderr()));
    assertArmed(app.stderr().get(0), app.bundleDirectory());
  }

  /** Asserts that a line is the start line, with every hook armed. */
  static void assertArmed(String line, Path directory) {
    String expected =
        "duality \\S+ armed: \\d\\d hooks; bundles go to " + Pattern.quote(directory.toString());
    assertTrue(line.matches(expected), line);
  }

  /** Threads of the JVM whose name begins with {@code duality-}. */
  static List<String> ownThreads(RunningJvm app) {
    return app.jcmd("Thread.print")
        .lines()
        .filter(line -> line.startsWith("\"duality-"))
        .map(line -> line.substring(1, line.indexOf('"', 1)))
        .toList();
  }
}
