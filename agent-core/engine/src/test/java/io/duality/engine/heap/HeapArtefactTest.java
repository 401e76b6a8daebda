package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.capture.Captured;
import io.duality.engine.capture.Failed;
import io.duality.engine.capture.StepOutcome;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.StepResult.Status;
import io.duality.model.config.KeepFree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapArtefactTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path live;

  @Test
  void each_rule_that_forbids_a_dump_says_so_in_one_sentence_and_leaves_nothing() throws Exception {
    refused("duality.heap.on-trigger = never", "manual", limits("never", LONG, 0));
    refused("manual is not about memory", "manual", limits("auto", LONG, 0));
    refused("duality.heap.on-oom = never", "oom", limits("always", LONG, 0));
    String pause = refused("predicted pause ", "manual", limits("always", Duration.ofMillis(1), 0));
    assertTrue(pause.contains(" of heap at 400 MiB/s > duality.heap.max-pause 0.00 s"), pause);
    String space = refused("disk: ", "memory-level", limits("auto", LONG, Long.MAX_VALUE / 2));
    assertTrue(space.contains(" needed < keep-free "), space);
  }

  private String refused(String why, String type, HeapLimits limits) throws IOException {
    Path target = live.resolve("target.hprof.gz");
    Failed failed =
        assertInstanceOf(Failed.class, artefact(limits).write(request(type), target), why);
    assertEquals(Status.SKIPPED, failed.status());
    assertTrue(failed.reason().contains(why), failed.reason());
    try (Stream<Path> left = Files.list(live)) {
      assertEquals(List.of(), left.toList());
    }
    return failed.reason();
  }

  @Test
  void an_allowed_dump_is_sanitised_compressed_and_leaves_no_raw_file() throws Exception {
    Path target = live.resolve("target.hprof.gz");
    StepOutcome outcome = artefact(limits("always", LONG, 0)).write(request("manual"), target);
    Captured captured = assertInstanceOf(Captured.class, outcome, outcome.toString());
    assertEquals(Boolean.TRUE, captured.sanitized());
    assertTrue(captured.note().contains("; sanitised: "), captured.note());
    assertEquals(captured.bytes(), Files.size(target));
    try (Stream<Path> left = Files.list(live)) {
      assertEquals(List.of(target), left.toList());
    }
  }

  @Test
  void what_a_dump_of_this_process_took_decides_about_the_next() {
    HeapSize size = new HeapSize();
    assertFalse(size.tooLong(1L << 30, Duration.ofSeconds(2)) == null, "2.56 s by default");
    size.measured(1 << 20, 1); // too small to tell anything
    assertFalse(size.tooLong(1L << 30, Duration.ofSeconds(2)) == null);
    size.measured(1L << 30, Duration.ofSeconds(1).toNanos());
    assertTrue(size.tooLong(1L << 30, Duration.ofSeconds(2)) == null);
    String said = size.tooLong(4L << 30, Duration.ofSeconds(2));
    assertEquals(
        String.format(
            Locale.ROOT,
            "predicted pause 4.00 s for 4096 MiB of heap at 1024 MiB/s"
                + " > duality.heap.max-pause 2.00 s"),
        said);
  }

  private HeapArtefact artefact(HeapLimits limits) {
    HeapSize size = new HeapSize();
    return new HeapArtefact(live, () -> limits, size, new OomDump(() -> limits, size));
  }

  private static HeapLimits limits(String onTrigger, Duration maxPause, long keepFree) {
    return new HeapLimits(
        onTrigger, "never", maxPause, true, true, new KeepFree(1, keepFree), LONG);
  }

  private static CaptureRequest request(String type) {
    Alarm alarm =
        new Alarm(type, "signature", "condition", "seen", "sentence", "", List.of(), 0, List.of());
    return new CaptureRequest("id", type, type, Instant.EPOCH, alarm, List.of("heap"));
  }
}
