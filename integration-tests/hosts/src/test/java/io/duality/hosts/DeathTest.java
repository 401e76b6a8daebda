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
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What a process leaves when it ends without saying so, and what becomes of it. */
final class DeathTest {
  private static final String LOCK = "io.duality.hosts.LastBreath.stockLock";

  @OnEveryJdk
  void deaths_in_a_row_each_leave_one_bundle_that_tells_how_and_in_what(AgentJvm jvm) {
    aboutDeaths(jvm)
        .set("duality.trigger.oom.enabled", "false")
        .set("duality.trigger.crash.cooldown", "1h") // however long the deaths take together
        .options(
            "-XX:-CreateCoredumpOnCrash",
            "-Xrs", // SIGTERM runs no hook then
            "-XX:+DisableAttachMechanism", // and nobody gets in by a socket
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=" + jvm.directory().resolve("left.hprof"),
            "-Dplanted.secret=hunter2");

    RunningJvm stalled = recording(jvm.start());
    stalled.send("stall");
    stalled.await("a stall that is true", () -> suspected(stalled));
    stalled.close();

    RunningJvm healthy = recording(jvm.start());
    healthy.control().awaitStatus("exit hears: System.exit alone");
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
    healthy.control().awaitLooks(2); // and the black box has seen that they are gone
    healthy.terminate();
    assertEquals(143, healthy.awaitExit());

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
    String where = found.text("statement"); // the JVM's own code, or what it has compiled of it
    assertTrue(where.contains("libjvm.so") || where.contains("Unsafe.putAddress"), where);
    assertTrue(found.text("statement").contains("main"), found::toString);
    assertTrue(native1.waits().hasEdge("order-1", "waits-for", LOCK));
    String log = native1.text("crash.log");
    assertTrue(log.contains("SIGSEGV") && log.contains("Unsafe"), log);
    assertFalse(log.contains("hunter2") || log.contains("PATH="), log);
    halting.send("halt");
    assertEquals(4, halting.awaitExit());

    // Halt cannot be told from a kill, and that of the healthy one is not long ago.
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
    RunningJvm app = recording(aboutDeaths(jvm).set("duality.trigger.exit.bound", "1m").start());
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
    asked.send("hook"); // a hook of the application's that never returns is not our end
    asked.awaitLine("DONE hook");
    asked.terminate();
    OpenedBundle exit = asked.awaitBundle("exit").validate();
    assertTrue(exit.waits().hasEdge("order-1", "waits-for", LOCK));
    assertEquals("ok", exit.step("recording").text("status"), exit::toString);
    asked.await(
        "our own hook has ended", () -> left(asked).isEmpty() ? Optional.of(1) : Optional.empty());
    asked.close();
    Program after = Program.duality(app.directory(), jdk, "recover", "duality");
    assertTrue(after.out().get(0).startsWith("nothing to recover"), after::said);
    assertEquals(2, asked.bundles().size());

    // The JVM writes the dump to our place and ends by the error: nothing of ours runs any more.
    RunningJvm full = recording(jvm.options("-XX:+ExitOnOutOfMemoryError").start());
    full.control().awaitStatus("exit hears: SIGTERM and System.exit");
    full.control().awaitStatus("heap dump on OutOfMemoryError: armed");
    full.send("memory");
    assertEquals(3, full.awaitExit());
    assertEquals(1, files(full, "oom.hprof").size());
    Program last = Program.duality(app.directory(), jdk, "recover", "duality");
    OpenedBundle memory = new OpenedBundle(Path.of(last.out().get(0))).validate();
    assertEquals("out of memory", memory.trigger().text("observed"));
    assertEquals("ok", memory.step("heap").text("status"), memory::toString);
    assertEquals(Set.of(), left(full));
  }

  @OnEveryJdk
  void of_several_in_one_directory_the_living_are_left_alone_and_the_dead_harvested_once(
      AgentJvm jvm) {
    aboutDeaths(jvm).set("duality.trigger.crash.cooldown", "1s");
    RunningJvm old = recording(jvm.start());
    RunningJvm other = recording(jvm.start());
    old.close();
    RunningJvm first = jvm.start();
    RunningJvm second = jvm.start(); // both see what is left
    recording(first);
    recording(second);
    OpenedBundle crash = crash(first, "killed", b -> true);
    assertEquals(old.pid(), (long) crash.manifest().tree("process").number("pid"));
    for (RunningJvm each : List.of(other, first, second)) {
      each.control().awaitStatus("black box: written"); // its directory is still there
      each.send("exit");
      assertEquals(0, each.awaitExit());
    }
    assertEquals(Set.of(), left(first));
    assertEquals(
        1,
        first.bundles().stream().filter(each -> each.name().contains("-crash-")).count(),
        () -> first.bundles().toString());
  }

  @OnEveryJdk
  void recordings_of_the_user_are_neither_moved_nor_stopped_nor_lost(AgentJvm jvm)
      throws IOException {
    aboutDeaths(jvm);
    RunningJvm ours = recording(jvm.start());
    ours.jcmd("JFR.start", "name=later", "filename=later.jfr", "dumponexit=true");
    ours.send("exit");
    assertEquals(0, ours.awaitExit());
    assertTrue(RecordingFile.readAllEvents(jvm.directory().resolve("later.jfr")).size() > 10);

    RunningJvm theirs =
        recording(
            jvm.options("-XX:StartFlightRecording=name=early,filename=early.jfr,dumponexit=true")
                .start());
    assertEquals(Set.of(), files(theirs, "jfr"), "somebody recorded already: nothing is moved");
    assertTrue(theirs.jcmd("JFR.check").contains("early"));
    theirs.send("exit");
    assertEquals(0, theirs.awaitExit());
    assertTrue(RecordingFile.readAllEvents(jvm.directory().resolve("early.jfr")).size() > 10);
    assertEquals(Set.of(), left(theirs));
    assertEquals(List.of(), theirs.bundles());
  }

  /** A stall is noted and never fires, and no machine is too busy: all bundles are about deaths. */
  private static AgentJvm aboutDeaths(AgentJvm jvm) {
    return jvm.main(LastBreath.class)
        .heap("64m")
        .set("duality.trigger.stall.age", "1s")
        .set("duality.trigger.stall.confirm", "900")
        .set("duality.trigger.hiccup.enabled", "false");
  }

  private static boolean secret(RecordedEvent event) {
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
    return files(app, "exit.jfr").isEmpty() ? Optional.empty() : Optional.of(true);
  }

  /** What has that name in the directories of living processes, in which files come and go. */
  private static Set<Path> files(RunningJvm app, String name) {
    Set<Path> found = new HashSet<>();
    Path live = app.bundleDirectory().resolve(".live");
    for (String process : names(live)) {
      Path directory = live.resolve(process);
      if (names(directory).contains(name)) {
        found.add(directory.resolve(name));
      }
    }
    return found;
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  private static Set<String> left(RunningJvm app) {
    List<String> places = List.of(".live", ".partial");
    return places.stream()
        .flatMap(place -> names(app.bundleDirectory().resolve(place)).stream())
        .filter(name -> !name.equals(".recovery"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
