package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Await;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Places where nothing can be written. Permissions would not bind a user who is root. */
final class BundleDirectoryTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  @OnEveryJdk
  void directory_below_a_file_gives_way_to_the_temporary_one(AgentJvm jvm) throws IOException {
    Path wanted = Files.createFile(jvm.directory().resolve("file")).resolve("bundles");
    givesWay(jvm, wanted);
  }

  @OnEveryJdk
  void directory_in_proc_gives_way_to_the_temporary_one(AgentJvm jvm) throws IOException {
    givesWay(jvm, Path.of("/proc/duality"));
  }

  @OnEveryJdk
  void without_any_place_the_application_goes_on_and_one_line_says_it(AgentJvm jvm)
      throws IOException {
    Path file = Files.createFile(jvm.directory().resolve("file"));
    RunningJvm app =
        Stall.start(
            jvm.set("duality.bundle.dir", file.resolve("bundles").toString())
                .options("-Djava.io.tmpdir=/proc"));

    Await.until("a stall that is older than its limit", DEADLINE, () -> threeSecondsOld(app));
    assertEquals(List.of("duality-watch"), Stall.ownThreads(app), "there is nothing to write for");
    Stall.ends(app);
    assertEquals(1, app.stderr().size(), () -> app.stderr().toString());
    String line = app.stderr().get(0);
    assertTrue(line.contains("; no bundles: cannot write bundles to " + file), line);
    assertTrue(line.contains("set duality.bundle.dir to a directory that user "), line);
    assertFalse(Files.exists(app.bundleDirectory()));
  }

  @OnEveryJdk
  void pipes_in_the_place_of_files_hold_nobody_up_and_each_is_told_of_on_one_line(AgentJvm jvm)
      throws IOException, InterruptedException {
    Path bundles = jvm.directory().resolve("duality");
    Path dead = bundles.resolve(".live/6f0a1b2c-0000-4000-8000-00000000dead");
    Files.createDirectories(dead);
    Path settings = pipe(jvm.directory().resolve("settings"));
    pipe(bundles.resolve("ledger.jsonl"));
    pipe(bundles.resolve("agent.log"));
    pipe(dead.resolve("lock"));
    Files.writeString(dead.resolve("process.json"), "{}");

    RunningJvm app = Stall.start(jvm.set("duality.config", settings.toString()));
    assertEquals("stall", Stall.explained(app).trigger().text("name"));
    Await.until("nobody recovers any more", DEADLINE, () -> recovered(app));
    Stall.ends(app);

    List<String> lines = app.stderr();
    assertEquals(5, lines.size(), () -> String.join("\n", lines));
    said(lines, settings + " (system property): cannot be read: it is no regular file");
    said(lines, "ledger.jsonl cannot be written, decisions are counted only: it is no regular");
    said(lines, "ledger.jsonl cannot be read, limits and cool-downs start anew: it is no regular");
    said(lines, "agent.log cannot be written: it is no regular file");
    said(lines, " armed: ");
    assertTrue(Files.exists(dead), "nobody can tell whether its process lives");
  }

  private static void said(List<String> lines, String words) {
    assertEquals(
        1,
        lines.stream().filter(line -> line.contains(words)).count(),
        () -> words + " once in:\n" + String.join("\n", lines));
  }

  private static Optional<Boolean> recovered(RunningJvm app) {
    return Stall.ownThreads(app).contains("duality-recover") ? Optional.empty() : Optional.of(true);
  }

  private static Path pipe(Path path) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor());
    return path;
  }

  private static void givesWay(AgentJvm jvm, Path wanted) throws IOException {
    Path temporary = Files.createDirectory(jvm.directory().resolve("tmp"));
    RunningJvm app =
        Stall.start(
            jvm.set("duality.bundle.dir", wanted.toString())
                .options("-Djava.io.tmpdir=" + temporary));
    Path fallback = temporary.resolve("duality-" + System.getProperty("user.name"));

    OpenedBundle bundle =
        Await.until("a bundle in " + fallback, DEADLINE, () -> published(fallback)).validate();

    assertEquals("stall", bundle.trigger().text("name"));
    assertTrue(bundle.waits().hasEdge("order-1", "waits-for", Stall.LOCK));
    Stall.ends(app);
    assertEquals(1, app.stderr().size(), () -> app.stderr().toString());
    String line = app.stderr().get(0);
    assertTrue(line.contains("; bundles go to " + fallback), line);
    assertTrue(line.contains("cannot write bundles to " + wanted), line);
    assertTrue(line.contains("set duality.bundle.dir to a directory that user "), line);
    assertFalse(Files.exists(wanted));
  }

  private static Optional<String> threeSecondsOld(RunningJvm app) {
    return app.jcmd("Thread.print")
        .lines()
        .filter(line -> line.matches("\"order-1\".* elapsed=([3-9]|\\d\\d+)\\.\\d+s .*"))
        .findFirst();
  }

  private static Optional<OpenedBundle> published(Path directory) {
    try (Stream<Path> children =
        Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
      List<Path> bundles =
          children
              .filter(child -> Files.isRegularFile(child.resolve("manifest.json")))
              .filter(child -> !child.getFileName().toString().startsWith("."))
              .toList();
      return bundles.stream().findFirst().map(OpenedBundle::new);
    } catch (IOException e) {
      throw new AssertionError("cannot list " + directory, e);
    }
  }
}
