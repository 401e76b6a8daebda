package io.duality.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM on a small disk of its own, a tmpfs in a name space of its own, that is filled. JFR answers
 * a full disk with the end of the JVM.
 */
final class FullDiskTest {
  private static final String MOUNT = "mount -t tmpfs -o size=320m tmpfs \"$SMALL_DISK\"";

  @OnEveryJdk
  void disk_that_fills_stops_the_ring_in_time_and_the_jvm_lives(AgentJvm jvm, Jdk jdk)
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(jvm.directory().resolve("disk"));
    String refused = refused(disk);
    assumeTrue(refused == null, () -> "this machine gives nobody a small disk: " + refused);

    Path java = Files.createDirectories(jvm.directory().resolve("boxed/bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nexec unshare -rm sh -c '"
            + MOUNT
            + " && exec \"$REAL_JAVA\" \"$@\"' java \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    RunningJvm app =
        jvm.main(LastBreath.class)
            .heap("64m")
            .image(java.getParent().getParent())
            .environment("SMALL_DISK", disk.toString())
            .environment("REAL_JAVA", jdk.program("java").toString())
            .set("duality.recording.max-size", "16MiB")
            .set("duality.trigger.stall.age", "1s")
            .options("-Djava.io.tmpdir=" + disk)
            .agentArguments("duality.bundle.dir=" + disk.resolve("duality"))
            .start()
            .awaitReady();
    // What is mounted there is seen through the process alone.
    Path bundles = Path.of("/proc/" + app.pid() + "/root" + disk.resolve("duality"));
    app.await("a chunk of the flight recorder", () -> some(chunks(bundles)));

    app.send("full");
    app.awaitLine("DONE full");
    app.awaitComplaint("bundles will have no recording: only");
    app.await(
        "the ring's room back",
        () -> chunks(bundles).isEmpty() ? Optional.of(1) : Optional.empty());
    app.send("stall");
    app.awaitLine("DONE stall");
    app.awaitComplaint("no bundle for trigger");
    assertEquals(List.of(), names(bundles.resolve(".partial")), "nothing half is left");
    assertEquals(
        List.of(),
        names(bundles).stream().filter(name -> name.contains("-stall-")).toList(),
        "nothing half was published");

    app.send("empty");
    app.awaitLine("DONE empty");
    app.await("the ring again", () -> some(log(bundles, "it records again")));
    app.await("a chunk again", () -> some(chunks(bundles)));
    assertEquals(
        1,
        app.stderr().stream().filter(line -> line.contains("will have no recording")).count(),
        "it is said once");
    app.send("exit");
    assertEquals(0, app.awaitExit());
  }

  /** Why no disk can be mounted here, or null. */
  private static String refused(Path disk) throws IOException, InterruptedException {
    ProcessBuilder probe = new ProcessBuilder("unshare", "-rm", "sh", "-c", MOUNT);
    probe.environment().put("SMALL_DISK", disk.toString());
    try {
      Process process = probe.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? null : "unshare or mount: " + said;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static Optional<String> some(List<String> found) {
    return found.stream().findFirst();
  }

  private static List<String> log(Path bundles, String text) {
    try {
      Path log = bundles.resolve("agent.log");
      return Files.exists(log)
          ? Files.readAllLines(log).stream().filter(line -> line.contains(text)).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> chunks(Path bundles) {
    Path live = bundles.resolve(".live");
    if (!Files.isDirectory(live)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(live)) {
      return files.map(Path::toString).filter(name -> name.matches(".*/jfr/.*\\.jfr")).toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return List.of("one that is just being removed");
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
