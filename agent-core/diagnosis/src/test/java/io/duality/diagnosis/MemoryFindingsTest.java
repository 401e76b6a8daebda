package io.duality.diagnosis;

import static io.duality.diagnosis.HealthDraft.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.StallSeen;
import io.duality.model.Vitals;
import io.duality.model.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rules find of memory and its collector. */
class MemoryFindingsTest {
  private static List<Finding> found(HealthDraft health, Pattern pattern) {
    return Diagnosis.of(new Scene().health(health).evidence()).findings().stream()
        .filter(finding -> finding.pattern() == pattern)
        .toList();
  }

  private static List<String> statements(HealthDraft health, Pattern pattern) {
    return found(health, pattern).stream().map(Finding::statement).toList();
  }

  private static GcSeen gc(long full, long explicit, long stalls, long finalizers, long soft) {
    return new GcSeen(
        "Serial",
        full,
        full * 200_000_000,
        full * 200_000_000,
        "Allocation Failure",
        explicit,
        explicit > 0 ? "com.acme.Tidy.up(Tidy.java:7)" : null,
        MIB,
        2 * MIB,
        stalls,
        stalls * 50_000_000,
        finalizers,
        0,
        soft,
        full,
        0,
        Vitals.UNKNOWN,
        "com.acme.Image");
  }

  @Test
  void every_kind_of_memory_is_told_and_what_is_near_its_limit_by_itself() {
    HealthDraft health =
        new HealthDraft()
            .heap(
                ago -> 480.0,
                HealthDraft.area(MemorySeen.METASPACE, 40 * MIB, 64 * MIB),
                HealthDraft.area(MemorySeen.DIRECT, 39 * MIB, 40 * MIB),
                HealthDraft.area(MemorySeen.MAPPED, 9 * MIB, Vitals.UNKNOWN));
    List<Finding> findings = found(health, Pattern.S12);
    assertEquals(
        List.of(
            "heap after collections 480 MiB of 512 MiB (94 %): when it is full, OutOfMemoryError:"
                + " Java heap space",
            "direct buffers 39 MiB of 40 MiB (98 %): when it is full, OutOfMemoryError on the next"
                + " direct buffer",
            "heap after collections 480 MiB of 512 MiB (94 %); metaspace 40 MiB of 64 MiB (63 %);"
                + " direct buffers 39 MiB of 40 MiB (98 %); mapped buffers 9 MiB"),
        findings.stream().map(Finding::statement).toList());
    assertEquals(Severity.WARNING, findings.get(0).severity());
    assertEquals(Severity.INFO, findings.get(2).severity());
  }

  @Test
  void memory_that_nobody_read_is_no_finding() {
    assertEquals(List.of(), statements(new HealthDraft().seconds(0), Pattern.S12));
    assertEquals(List.of(), statements(new HealthDraft().seconds(0), Pattern.S14));
    assertEquals(List.of(), statements(new HealthDraft().seconds(0), Pattern.T22));
  }

  @Test
  void collector_that_works_in_vain_and_stops_everybody() {
    HealthDraft health = new HealthDraft().heap(ago -> 500.0).gc(ago -> gc(1, 0, 0, 0, 0));
    assertEquals(
        List.of(
            "GC deficit: 60 full collections in 1 min, and 500 MiB of 512 MiB are in use after the"
                + " last one"),
        statements(health, Pattern.S14));
    List<String> stops = statements(health, Pattern.T22);
    assertEquals(1, stops.size(), stops::toString);
    assertTrue(
        stops
            .get(0)
            .matches(
                "Serial stopped every thread 20 % of the last minute, in 60 collections; the longest"
                    + " pause, 200 ms, ended before [0-9:.]+Z, cause Allocation Failure; the"
                    + " application allocates 2 MiB/s"),
        stops::toString);
  }

  @Test
  void who_asks_for_collections_and_who_waits_for_memory_and_what_piles_up() {
    HealthDraft health =
        new HealthDraft()
            .heap(ago -> 100.0)
            .gc(ago -> gc(0, 1, ago < 2 ? 3 : 0, 5_000 - 50 * ago, 100));
    assertEquals(
        List.of(
            "System.gc() was called 60 times in 1 min, at com.acme.Tidy.up(Tidy.java:7)",
            "6 times a thread stood still because no memory was ready, for 300 ms in all",
            "5000 objects wait for their finalizer, 2950 more than in the minute before; most"
                + " objects with one are of com.acme.Image",
            "6000 soft references cleared in 1 min to make room"),
        statements(health, Pattern.S14));
  }

  @Test
  void quiet_collector_stops_nobody() {
    HealthDraft health = new HealthDraft().heap(ago -> 100.0);
    assertEquals(List.of(), statements(health, Pattern.S14));
    assertEquals(List.of(), statements(health, Pattern.T22));
  }

  @Test
  void operation_of_the_vm_that_stops_everybody_is_told_with_who_asked() {
    HealthDraft health =
        new HealthDraft()
            .heap(ago -> 100.0)
            .stall(3, 1_400, StallSeen.Cause.VM_OPERATION, "ThreadDump", "jmx-poller")
            .stall(9, 300, StallSeen.Cause.VM_OPERATION, "ThreadDump", "jmx-poller");
    assertEquals(
        List.of("VM operation ThreadDump stopped every thread for 1.4 s, asked for by jmx-poller"),
        statements(health, Pattern.T22));
  }

  @Test
  void figures_and_their_course_stand_in_the_document() {
    Map<String, Object> document = Json.object();
    VitalsDocument.into(
        document, new HealthDraft().heap(ago -> 480.0).gc(ago -> gc(1, 0, 0, 0, 0)).health());
    String text = Json.line(document);
    assertTrue(text.contains("\"heapAfterCollection\": {\"usedBytes\": 503316480"), text);
    assertTrue(text.contains("\"cause\": \"Allocation Failure\""), text);
    VitalsDocument.into(document, new HealthDraft().seconds(0).health());
    assertEquals("{\"memory\": null, \"collector\": null}", Json.line(document));
  }
}
