package io.duality.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.StepResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path place;
  private BundleDirectory directory;

  @BeforeEach
  void choose() throws IOException {
    directory = Bundles.directory(place.resolve("duality"));
  }

  /** A process that begins a bundle and waits to be killed. */
  static final class Captures {
    private Captures() {}

    public static void main(String[] arguments) throws IOException {
      BundleDirectory directory = Bundles.directory(Path.of(arguments[0]));
      LiveProcess live = directory.enter("orders", Bundles.PROCESS);
      BundleWriter writer = BundleWriter.open(directory, live, Bundles.manifest(), 1 << 20);
      writer.summary("# first verdict\n");
      writer.write("threads.json", Bundles.text("{}"));
      Files.write(writer.reserve("heap.hprof"), new byte[10]);
      System.out.println(live.path());
      System.in.read();
    }
  }

  @Test
  void bundle_of_a_killed_process_is_finished_and_names_what_it_lacks() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Captures.class.getName(),
                directory.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path live;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      live = Path.of(out.readLine());

      Recovery.Result whileAlive = Recovery.run(directory, Instant.now());
      assertEquals(new Recovery.Result(List.of(), List.of(), List.of()), whileAlive);
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    Recovery.Result after = Recovery.run(directory, Instant.now());
    assertEquals(List.of(live), after.dead());
    assertEquals(List.of(), after.notes());
    Recovery.Recovered recovered = after.bundles().get(0);
    assertEquals(List.of("waits", "recording", "heap"), recovered.missing());
    assertEquals(
        directory.path().resolve("orders-20261121T030741.482Z-stall-3f9c"), recovered.path());
    String text = Files.readString(recovered.path().resolve("manifest.json"));
    assertEquals(List.of(), Bundles.schemaErrors("manifest", text));
    Manifest manifest = ManifestJson.read("manifest.json", text);
    assertFalse(manifest.complete());
    assertEquals(
        List.of("threads ok", "waits missing", "recording missing", "heap missing"),
        manifest.steps().stream().map(s -> s.step() + " " + s.status().label()).toList());
    assertEquals(StepResult.Status.MISSING, manifest.steps().get(1).status());
    assertEquals(
        List.of("summary.md", "threads.json"),
        manifest.files().stream().map(file -> file.name()).toList());
    assertEquals(
        List.of("manifest.json", "summary.md", "threads.json"),
        Trees.list(recovered.path()).stream().map(p -> p.getFileName().toString()).toList());
    assertTrue(
        Files.readString(recovered.path().resolve("summary.md"))
            .endsWith(
                "**Incomplete:** the process ended while this bundle was written. It lacks: waits,"
                    + " recording, heap.\n"));

    Recovery.forget(live);
    assertEquals(
        new Recovery.Result(List.of(), List.of(), List.of()),
        Recovery.run(directory, Instant.now()));
  }

  @Test
  void bundle_of_this_very_process_is_left_alone() throws IOException {
    try (LiveProcess live = directory.enter("orders", Bundles.PROCESS)) {
      BundleWriter.open(directory, live, Bundles.manifest(), 1000);
      assertEquals(
          new Recovery.Result(List.of(), List.of(), List.of()),
          Recovery.run(directory, Instant.now().plus(Duration.ofDays(1))));
      assertTrue(live.locked());
    }
  }

  @Test
  void process_that_died_between_its_last_manifest_and_the_renaming_lost_nothing()
      throws IOException {
    Path partial;
    try (LiveProcess live = directory.enter("orders", Bundles.PROCESS)) {
      BundleWriter writer = BundleWriter.open(directory, live, Bundles.manifest(), 1000);
      writer.write("threads.json", Bundles.text("{}"));
      partial = writer.path();
      Manifest last = Bundles.manifest().with(true, writer.files());
      Files.writeString(partial.resolve("manifest.json"), ManifestJson.text(last));
    }
    Recovery.Recovered recovered = Recovery.run(directory, Instant.now()).bundles().get(0);
    assertEquals(List.of(), recovered.missing());
    Manifest manifest =
        ManifestJson.read("m", Files.readString(recovered.path().resolve("manifest.json")));
    assertTrue(manifest.complete());
    assertEquals(1, manifest.files().size());
  }

  @Test
  void nameless_partial_bundle_is_given_time_and_then_removed_when_empty() throws IOException {
    Path partial =
        Files.createDirectories(
            directory.partial().resolve("orders-20261121T030741.482Z-stall-3f9c"));
    assertEquals(
        new Recovery.Result(List.of(), List.of(), List.of()),
        Recovery.run(directory, Instant.now()));
    assertTrue(Files.exists(partial));
    Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
    Recovery.Result result = Recovery.run(directory, Instant.now());
    assertEquals(1, result.notes().size());
    assertFalse(Files.exists(partial));
  }

  @Test
  void damaged_partial_bundle_stays_and_is_named() throws IOException {
    Path partial;
    try (LiveProcess live = directory.enter("orders", Bundles.PROCESS)) {
      partial = BundleWriter.open(directory, live, Bundles.manifest(), 1000).path();
      Files.writeString(partial.resolve("manifest.json"), "{\"schemaVersion\": ");
    }
    Recovery.Result result = Recovery.run(directory, Instant.now());
    assertEquals(List.of(), result.bundles());
    assertEquals(
        List.of(
            partial
                + " stays as it is: "
                + partial.resolve("manifest.json")
                + ": line 1, column 19: expected a value, found the end"),
        result.notes());
    assertTrue(Files.exists(partial));
  }
}
