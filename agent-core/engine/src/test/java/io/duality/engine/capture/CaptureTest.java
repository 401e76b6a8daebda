package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.diagnosis.IdlePolicy;
import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.emit.FlightEvents;
import io.duality.model.CaptureRequest;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.Schemas;
import io.duality.model.StepResult;
import io.duality.model.StepResult.Status;
import io.duality.model.config.Config;
import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @TempDir Path dir;

  @Test
  void rehearsal_judges_what_nobody_has_and_leaves_nothing_behind() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      Rehearsal.run(standstill, IdlePolicy.DEFAULT);
      assertTrue(Rehearsal.done());
      try (Stream<Path> left = Files.list(dir)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  @Test
  void metaspace_with_less_room_than_the_classes_of_a_verdict_need_is_said_to_be_short() {
    assertNull(ClassRoom.shortage(ClassRoom.LEAST, 64L << 20));
    assertNull(ClassRoom.shortage(Long.MAX_VALUE, -1), "no limit");
    String reason = ClassRoom.shortage(3L << 19, 64L << 20);
    assertTrue(reason.startsWith("metaspace: 1.5 of 64.0 MiB are free"), reason);
  }

  @Test
  void standstill_becomes_one_bundle_whose_files_meet_their_schemas() throws Exception {
    try (Standstill standstill = new Standstill(3)) {
      Path bundle =
          capture(standstill, List.of(), settings(), "threads*3/20ms", "waits", "resources");
      Manifest manifest = manifest(bundle);
      assertTrue(manifest.complete(), manifest.steps().toString());
      for (StepResult step : manifest.steps()) {
        assertEquals(Status.OK, step.status(), step.toString());
      }
      for (String name :
          List.of("manifest", "waits", "threads", "resources", "context", "findings")) {
        assertEquals(
            List.of(), errors(name, Files.readString(bundle.resolve(name + ".json"))), name);
      }
      for (String text : List.of("threads.txt", "threads-2.txt", "threads-3.txt")) {
        assertTrue(
            Files.readString(bundle.resolve(text)).contains("waiting for " + Standstill.LOCK),
            text);
      }
      assertTrue(
          manifest.traces().stream()
              .anyMatch(t -> t.role().equals("victim") && t.thread().equals("http-1")),
          manifest.traces().toString());
      assertNoLeftovers();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void thread_in_the_document_says_what_the_text_says() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      Path bundle = capture(standstill, List.of(), settings(), "threads", "resources");
      Map<String, Object> threads =
          Json.parseObject(Files.readString(bundle.resolve("threads.json")));
      Map<String, Object> waiter =
          ((List<Map<String, Object>>) threads.get("threads"))
              .stream().filter(t -> t.get("name").equals("http-1")).findFirst().orElseThrow();
      assertEquals(standstill.waiter().getId(), waiter.get("id"));
      assertEquals("WAITING", waiter.get("state"));
      assertEquals("victim", waiter.get("role"));
      Map<String, Object> waiting = (Map<String, Object>) waiter.get("waitingFor");
      assertEquals(Standstill.LOCK, waiting.get("resource"));
      assertEquals(List.of("inventory-sync"), waiting.get("heldBy"));
      assertEquals(
          Standstill.trace(1).traceId(),
          ((Map<String, Object>) waiter.get("trace")).get("traceId"));
      assertTrue(((List<String>) waiter.get("stack")).get(0).contains("Unsafe.park"));
      Map<String, Object> lock =
          ((List<Map<String, Object>>)
                  Json.parseObject(Files.readString(bundle.resolve("resources.json")))
                      .get("resources"))
              .get(0);
      assertEquals("inventory-sync", lock.get("owner"));
      assertEquals(1L, lock.get("limit"));
      assertEquals("unlock by inventory-sync", lock.get("releasePath"));
      assertEquals(41L, ((Map<String, Object>) lock.get("history")).get("parkedWaits"));
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void findings_cite_only_files_that_the_bundle_has() throws Exception {
    for (List<String> plan :
        List.of(List.of("threads"), List.of("waits"), List.of("threads", "waits", "resources"))) {
      try (Standstill standstill = new Standstill(2)) {
        Path bundle = capture(standstill, List.of(), settings(), plan.toArray(new String[0]));
        List<Map<String, Object>> findings =
            (List<Map<String, Object>>)
                Json.parseObject(Files.readString(bundle.resolve("findings.json"))).get("findings");
        List<String> cited = new ArrayList<>();
        for (Map<String, Object> finding : findings) {
          cite(finding, cited);
          ((List<Map<String, Object>>) finding.get("duals")).forEach(dual -> cite(dual, cited));
        }
        assertFalse(cited.isEmpty());
        for (String file : cited) {
          assertTrue(Files.exists(bundle.resolve(file)), () -> file + " is not in " + plan);
        }
        assertEquals(plan.contains("waits"), cited.contains("waits.json"), cited::toString);
        assertEquals(
            List.of(), errors("findings", Files.readString(bundle.resolve("findings.json"))));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void cite(Map<String, Object> citing, List<String> cited) {
    ((List<Map<String, Object>>) citing.get("evidence"))
        .forEach(each -> cited.add((String) each.get("file")));
  }

  @Test
  void step_that_hangs_is_given_up_and_named_and_the_rest_is_published() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Standstill standstill = new Standstill(1)) {
      // Time enough for all the others, also where they are run for the first time.
      CaptureSettings quick = settings(Duration.ofSeconds(3), Duration.ofMinutes(1));
      Artefact hanging =
          artefact(
              "histogram",
              target -> {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return Captured.of(0);
              });
      Path bundle = capture(standstill, List.of(hanging), quick, "threads", "histogram");
      Manifest manifest = manifest(bundle);
      StepResult step = step(manifest, "histogram");
      assertEquals(Status.ABANDONED, step.status());
      assertTrue(step.reason().contains("duality.capture.max-step-time"), step.reason());
      assertEquals(Status.OK, step(manifest, "findings").status());
      assertTrue(manifest.files().stream().noneMatch(file -> file.name().contains("histogram")));
      assertNoLeftovers();
    } finally {
      never.countDown();
    }
  }

  @Test
  void step_that_throws_and_step_nobody_knows_are_named_with_their_reasons() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      Artefact broken =
          artefact(
              "histogram",
              target -> {
                throw new IOException("no such counter");
              });
      Path bundle =
          capture(
              standstill,
              List.of(broken),
              settings(),
              "threads",
              "histogram",
              "recording",
              "coffee");
      Manifest manifest = manifest(bundle);
      assertEquals("IOException: no such counter", step(manifest, "histogram").reason());
      assertEquals(Status.SKIPPED, step(manifest, "coffee").status());
      assertEquals("the flight recorder has not started yet", step(manifest, "recording").reason());
      assertTrue(manifest.complete());
    }
  }

  @Test
  void heap_that_is_not_dumped_leaves_a_histogram_once() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      List<Artefact> further =
          List.of(
              artefact("heap", target -> Failed.skipped("too long a pause")),
              artefact(
                  "histogram",
                  target -> Captured.of(Files.writeString(target, "{}").toFile().length())));
      Manifest manifest = manifest(capture(standstill, further, settings(), "waits", "heap"));
      assertEquals("too long a pause", step(manifest, "heap").reason());
      assertEquals(1, manifest.steps().stream().filter(s -> s.step().equals("histogram")).count());
      assertEquals(Status.OK, step(manifest, "histogram").status());
    }
  }

  @Test
  void bundle_whose_time_is_used_up_says_which_steps_are_missing_and_is_not_complete()
      throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      CaptureSettings none = settings(Duration.ofSeconds(5), Duration.ZERO);
      Path bundle = capture(standstill, List.of(), none, "threads", "waits");
      Manifest manifest = manifest(bundle);
      assertFalse(manifest.complete());
      assertEquals(Status.MISSING, step(manifest, "threads").status());
      String summary = Files.readString(bundle.resolve("summary.md"));
      assertTrue(summary.contains("POST /orders waits 5.3 s for lock"), summary);
      assertEquals(
          List.of(), errors("manifest", Files.readString(bundle.resolve("manifest.json"))));
      assertNoLeftovers();
    }
  }

  @Test
  void print_that_would_stop_the_world_for_too_long_is_not_taken() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      CaptureSettings d = CaptureSettings.of(Config.defaults());
      CaptureSettings frugal =
          new CaptureSettings(
              d.stepLimit(),
              d.bundleLimit(),
              Duration.ZERO,
              0,
              0,
              Duration.ZERO,
              Duration.ZERO,
              d.keepFree(),
              d.bundleBytes(),
              List.of(),
              d.idle());
      Path bundle = capture(standstill, List.of(), frugal, "threads", "waits");
      StepResult step = step(manifest(bundle), "threads");
      assertEquals(Status.SKIPPED, step.status());
      assertTrue(step.reason().contains("duality.capture.max-pause"), step.reason());
      assertTrue(Files.exists(bundle.resolve("waits.json")), "the looks cost no pause");
    }
  }

  @Test
  void sources_that_fail_cost_their_step_and_not_the_bundle() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      CaptureSources broken =
          new ForwardingSources(standstill) {
            @Override
            public List<io.duality.model.EndedWait> ended() {
              throw new IllegalStateException("ring torn");
            }
          };
      Path bundle = capture(broken, standstill.request("threads"), List.of(), settings());
      Manifest manifest = manifest(bundle);
      assertEquals(Status.FAILED, step(manifest, "first-verdict").status());
      assertTrue(step(manifest, "first-verdict").reason().contains("ring torn"));
      assertNotNull(step(manifest, "context"));
      assertNull(manifest.signature());
      assertNoLeftovers();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void trigger_that_joins_later_has_its_waits_traces_and_words_in_every_file() throws Exception {
    try (Standstill standstill = new Standstill(1)) {
      CaptureSources late = new LateStall(standstill);
      Path bundle =
          capture(late, standstill.request("threads", "waits", "resources"), List.of(), settings());
      Manifest manifest = manifest(bundle);
      String waits = Files.readString(bundle.resolve("waits.json"));
      assertEquals(List.of(), errors("waits", waits), waits);
      Map<String, Object> tree = Json.parseObject(waits);
      Map<String, Object> joined = ((List<Map<String, Object>>) tree.get("joined")).get(0);
      assertEquals(List.of("prices"), joined.get("triggers"));
      assertEquals("prices", manifest.additional().get(0).trigger());
      assertTrue(joined.get("roots").toString().contains("t9001"), waits);
      assertTrue(
          tree.get("nodes").toString().contains(Standstill.LOCK), "the dump's look stays its own");
      assertTrue(
          manifest.traces().stream()
              .anyMatch(
                  t -> t.thread().equals("price-1") && t.trace().equals(Standstill.trace(77))),
          manifest.traces().toString());
      String summary = Files.readString(bundle.resolve("summary.md"));
      assertTrue(summary.contains("com.acme.Prices.lock, held by price-feed"), summary);
      assertTrue(Files.readString(bundle.resolve("resources.json")).contains(LateStall.LOCK));
      String findings = Files.readString(bundle.resolve("findings.json"));
      assertTrue(findings.contains("/joined/0/"), findings);
      assertEquals(List.of(), errors("findings", findings), findings);
    }
  }

  @Test
  void shutdown_ends_the_waiting_between_looks() throws Exception {
    try (Standstill standstill = new Standstill(1);
        LiveProcess live = live(standstill)) {
      Capture capture =
          new Capture(
              BundleDirectory.choose(dir.toString()),
              live,
              new FlightRing(ring(), FlightEvents.none()),
              standstill,
              settings(),
              List.of());
      capture.hurry();
      Path bundle = published(capture.capture(standstill.request("threads*3/30s")));
      assertEquals("the JVM is shutting down", step(manifest(bundle), "threads-3").reason());
    }
  }

  @Test
  void application_that_interrupts_every_thread_ends_no_capture() throws Exception {
    Thread capturing = Thread.currentThread();
    try (Standstill standstill = new Standstill(1)) {
      Artefact interrupting =
          artefact(
              "histogram",
              target -> {
                capturing.interrupt();
                Files.writeString(target, "{}");
                return Captured.of(2);
              });
      Path bundle =
          capture(standstill, List.of(interrupting), settings(), "threads", "waits", "histogram");
      Manifest manifest = manifest(bundle);
      assertTrue(manifest.complete(), () -> manifest.steps().toString());
      assertEquals(Status.OK, step(manifest, "histogram").status());
      assertEquals(Status.OK, step(manifest, "findings").status());
    } finally {
      Thread.interrupted(); // no other test's
    }
  }

  private Path capture(
      Standstill standstill, List<Artefact> further, CaptureSettings settings, String... steps)
      throws Exception {
    return capture(standstill, standstill.request(steps), further, settings);
  }

  private Path capture(
      CaptureSources sources,
      CaptureRequest request,
      List<Artefact> further,
      CaptureSettings settings)
      throws Exception {
    try (LiveProcess live = live(sources)) {
      Capture capture =
          new Capture(
              BundleDirectory.choose(dir.toString()),
              live,
              new FlightRing(ring(), FlightEvents.none()),
              sources,
              settings,
              further);
      return published(capture.capture(request));
    }
  }

  private LiveProcess live(CaptureSources sources) throws IOException {
    return BundleDirectory.choose(dir.toString()).enter("orders", sources.process());
  }

  private static RingSettings ring() {
    return new RingSettings(Duration.ofMinutes(5), 64 << 20, null);
  }

  private static Path published(CaptureEnd end) {
    return assertInstanceOf(CaptureEnd.Published.class, end, end.toString()).bundle();
  }

  private static CaptureSettings settings() {
    return settings(Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  private static CaptureSettings settings(Duration step, Duration bundle) {
    CaptureSettings d = CaptureSettings.of(Config.defaults());
    return new CaptureSettings(
        step,
        bundle,
        Duration.ofSeconds(10),
        0,
        1_000,
        Duration.ZERO,
        Duration.ofMillis(100),
        d.keepFree(),
        d.bundleBytes(),
        List.of(),
        d.idle());
  }

  private interface ToFile {
    StepOutcome write(Path target) throws IOException;
  }

  private static Artefact artefact(String name, ToFile body) {
    return new Artefact() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String file() {
        return name + ".json";
      }

      @Override
      public long estimateBytes() {
        return 0;
      }

      @Override
      public double predictedPauseMillis() {
        return 0;
      }

      @Override
      public StepOutcome write(Path target) throws IOException {
        return body.write(target);
      }
    };
  }

  private static Manifest manifest(Path bundle) throws IOException {
    Path file = bundle.resolve("manifest.json");
    return ManifestJson.read(file.toString(), Files.readString(file));
  }

  private static StepResult step(Manifest manifest, String name) {
    return manifest.steps().stream()
        .filter(step -> step.step().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + manifest.steps()));
  }

  private void assertNoLeftovers() throws IOException {
    try (Stream<Path> left = Files.list(dir.resolve(".partial"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static List<String> errors(String schema, String text) {
    return REGISTRY.getSchema(Schemas.text(schema)).validate(text, InputFormat.JSON).stream()
        .map(Error::toString)
        .toList();
  }
}
