package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process leaves when it ends without saying so, and what becomes of it. */
final class DeathTest {
  private static final String LOCK = "io.duality.hosts.LastBreath.stockLock";

  @OnEveryJdk
  void deaths_in_a_row_each_leave_one_bundle_that_tells_how_and_in_what(AgentJvm jvm) {
    // A stall is noted and never fires, so that all bundles are about deaths.
    jvm.main(LastBreath.class)
        .heap("64m")
        .set("duality.trigger.stall.age", "1s")
        .set("duality.trigger.stall.confirm", "900")
        .set("duality.trigger.oom.enabled", "false")
        .options(
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=" + jvm.directory().resolve("left.hprof"),
            "-Dplanted.secret=hunter2");

    RunningJvm stalled = recording(jvm.start());
    stalled.send("stall");
    stalled.await("a stall that is true", () -> suspected(stalled));
    stalled.close();

    RunningJvm healthy = recording(jvm.start());
    OpenedBundle killed = crash(healthy, "killed", b -> b.waits().names().contains(LOCK));
    assertTrue(killed.waits().hasEdge("order-1", "waits-for", LOCK));
    assertTrue(killed.waits().hasEdge(LOCK, "held-by", "inventory-sync"));
    assertTrue(killed.summary().contains("inventory-sync"), killed::summary);
    assertEquals(stalled.pid(), (long) killed.manifest().tree("process").number("pid"));
    assertFalse(
        killed.recording("duality.Heartbeat").isEmpty(), "the recording has its last beats");
    assertNull(killed.recording().stream().filter(DeathTest::secret).findFirst().orElse(null));
    healthy.send("move");
    healthy.awaitLine("DONE move");
    healthy.close();

    RunningJvm crashing = recording(jvm.start());
    OpenedBundle calm = crash(crashing, "killed", b -> !b.waits().names().contains(LOCK));
    assertTrue(calm.trigger().text("sentence").contains("nothing was stalled"), calm::toString);
    crashing.send("stall");
    crashing.await("a stall that is true", () -> suspected(crashing));
    crashing.send("crash");
    assertNotEquals(0, crashing.awaitExit());

    RunningJvm halting = recording(jvm.start());
    OpenedBundle native1 = crash(halting, "SIGSEGV", b -> true);
    Tree found = native1.finding("S19");
    assertTrue(found.text("statement").contains("SIGSEGV"), found::toString);
    assertTrue(found.text("statement").contains("libjvm.so"), found::toString);
    assertTrue(found.text("statement").contains("main"), found::toString);
    assertTrue(native1.waits().hasEdge("order-1", "waits-for", LOCK));
    String log = native1.text("crash.log");
    assertTrue(log.contains("SIGSEGV") && log.contains("Unsafe"), log);
    assertFalse(log.contains("hunter2") || log.contains("PATH="), log);
    halting.send("halt");
    assertEquals(4, halting.awaitExit());

    // Halt cannot be told from a kill, and the kill of the healthy one was minutes ago.
    RunningJvm exhausted = recording(jvm.start());
    exhausted.await("the third death is suppressed", () -> suppressed(exhausted));
    exhausted.send("memory");
    assertEquals(3, exhausted.awaitExit());

    RunningJvm last = recording(jvm.start());
    OpenedBundle memory = crash(last, "out of memory", b -> true);
    assertTrue(memory.trigger().text("sentence").contains("memory"), memory::toString);
    last.send("exit");
    assertEquals(0, last.awaitExit());
    assertEquals(Set.of(), left(last));
    assertEquals(4, last.bundles().size(), () -> last.bundles().toString());
  }

  @OnEveryJdk
  void recover_by_command_makes_the_bundle_and_an_orderly_exit_gives_none(AgentJvm jvm, Jdk jdk) {
    RunningJvm app =
        recording(
            jvm.main(LastBreath.class)
                .heap("64m")
                .set("duality.trigger.stall.age", "1s")
                .set("duality.trigger.stall.confirm", "900")
                .set("duality.trigger.exit.bound", "50s")
                .start());
    app.send("stall");
    app.await("a stall that is true", () -> suspected(app));
    Program early = Program.duality(app.directory(), jdk, "recover", "duality");
    assertEquals(0, early.code(), early::said);
    assertTrue(early.out().get(0).startsWith("nothing to recover"), early::said);
    app.close();

    Program recover = Program.duality(app.directory(), jdk, "recover", "duality");
    assertEquals(0, recover.code(), recover::said);
    OpenedBundle bundle = new OpenedBundle(Path.of(recover.out().get(0))).validate();
    assertTrue(bundle.waits().hasEdge("order-1", "waits-for", LOCK));
    assertFalse(bundle.recording("duality.Heartbeat").isEmpty());
    assertEquals(Set.of(), left(app));

    // The same stall, and somebody asks politely: the bundle is there before the JVM has gone.
    RunningJvm asked = recording(jvm.start());
    asked.send("stall");
    asked.await("a stall that is true", () -> suspected(asked));
    asked.await("an armed exit file", () -> armed(asked));
    asked.terminate();
    assertEquals(143, asked.awaitExit());
    OpenedBundle exit =
        asked.bundles().stream()
            .filter(b -> b.trigger().text("name").equals("exit"))
            .findFirst()
            .orElseThrow()
            .validate();
    assertTrue(exit.waits().hasEdge("order-1", "waits-for", LOCK));
    assertEquals("ok", exit.step("recording").text("status"), exit::toString);
    assertEquals(Set.of(), left(asked));
    Program after = Program.duality(app.directory(), jdk, "recover", "duality");
    assertTrue(after.out().get(0).startsWith("nothing to recover"), after::said);
    assertEquals(2, asked.bundles().size());
  }

  private static boolean secret(jdk.jfr.consumer.RecordedEvent event) {
    return Set.of(
            "jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.JVMInformation")
        .contains(event.getEventType().getName());
  }

  private static RunningJvm recording(RunningJvm app) {
    app.awaitReady();
    app.control().awaitStatus("recording: running");
    app.control().awaitStatus("black box: written");
    return app;
  }

  private static OpenedBundle crash(
      RunningJvm app, String observed, Predicate<OpenedBundle> further) {
    return app.awaitBundle(
            "a bundle of a process that ended: " + observed,
            bundle ->
                bundle.trigger().text("name").equals("crash")
                    && bundle.trigger().text("observed").equals(observed)
                    && further.test(bundle))
        .validate();
  }

  private static Optional<Tree> suspected(RunningJvm app) {
    return app.ledger().stream()
        .filter(line -> (long) line.number("pid") == app.pid())
        .filter(line -> line.text("trigger").equals("stall"))
        .findFirst();
  }

  private static Optional<Tree> suppressed(RunningJvm app) {
    return app.ledger().stream()
        .filter(line -> line.text("trigger").equals("crash"))
        .filter(line -> line.text("state").equals("suppressed"))
        .findFirst();
  }

  private static Optional<Boolean> armed(RunningJvm app) {
    try (Stream<Path> files = java.nio.file.Files.walk(app.bundleDirectory().resolve(".live"))) {
      return files.anyMatch(file -> file.endsWith("exit.jfr"))
          ? Optional.of(true)
          : Optional.empty();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> left(RunningJvm app) {
    List<String> places = List.of(".live", ".partial");
    return places.stream()
        .map(place -> app.bundleDirectory().resolve(place).toFile().list())
        .flatMap(names -> names == null ? Stream.empty() : Stream.of(names))
        .filter(name -> !name.equals(".recovery"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
