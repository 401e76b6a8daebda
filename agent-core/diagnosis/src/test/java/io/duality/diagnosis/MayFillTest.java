package io.duality.diagnosis;

import static io.duality.diagnosis.HealthDraft.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.HandleSeen;
import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Until a cache is full nobody can tell it from a leak, and then nobody is accused. */
class MayFillTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final String PERHAPS = "may be a cache that fills";

  /** A cache that so many entries came to in so many minutes, as fast as now all the time. */
  private static LeakSeen cache(long entries, long minutes) {
    return new LeakSeen(
            MemorySeen.HEAP,
            "com.acme.Product",
            100,
            100 + entries,
            8_000,
            160 * MIB,
            180 * MINUTE,
            3,
            List.of(),
            "com.acme.Products.load(Products.java:31)",
            List.of(),
            List.of(),
            2 * MINUTE)
        .with(
            List.of(
                new HolderSeen(
                    List.of("static com.acme.Products.CACHE"),
                    "java.util.HashMap",
                    1,
                    100 + entries - entries / minutes,
                    100 + entries,
                    MINUTE,
                    false,
                    true)),
            null);
  }

  private static Scene scene(double liveMib, LeakSeen leak) {
    return new Scene()
        .thread(21, "http-1", null)
        .trigger("memory-growth", "1min55s")
        .alarm("memory-growth.exhausted < 30m, level > 60%", "heap grows by 1.4 MiB a second")
        .health(new HealthDraft().heap(ago -> liveMib - 1.4 * ago).leak(leak));
  }

  private static Finding leak(Scene scene, Pattern pattern) {
    return Diagnosis.of(scene.evidence()).findings().stream()
        .filter(finding -> finding.pattern() == pattern)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_has_grown_for_four_minutes_to_two_thirds_of_the_heap_may_be_a_cache_that_fills() {
    Scene scene = scene(340, cache(40_000, 4));
    Finding found = leak(scene, Pattern.S10);
    assertTrue(found.statement().contains(PERHAPS), found.statement());
    assertTrue(found.statement().contains("the limit is reached in 2 min"), found.statement());
    assertEquals(0.5, found.confidence());
    assertEquals(Severity.WARNING, found.severity());

    Findings all = Diagnosis.of(scene.evidence());
    assertEquals("heap", all.verdict().rootCause().name(), "no class is accused");
    String page = SummaryTest.summary(scene.evidence()).replace('\n', ' ');
    assertTrue(page.contains("perhaps a cache that fills: com.acme.Product, 40,000 more"), page);
    assertTrue(page.contains("As it grows now it would reach 512 MiB at "), page);
    assertTrue(page.contains("Whether it ends by itself: "), page);
  }

  @Test
  void what_goes_on_above_four_fifths_of_the_heap_is_a_leak() {
    Finding found = leak(scene(430, cache(40_000, 4)), Pattern.S10);
    assertFalse(found.statement().contains(PERHAPS), found.statement());
    assertEquals(0.9, found.confidence());
    assertEquals(Severity.CRITICAL, found.severity());
  }

  @Test
  void what_has_grown_evenly_for_three_quarters_of_an_hour_is_a_leak() {
    Findings all = Diagnosis.of(scene(340, cache(400_000, 45)).evidence());
    assertEquals("com.acme.Product", all.verdict().rootCause().name());
  }

  @Test
  void few_open_files_of_a_million_may_be_a_cache_and_most_of_a_thousand_are_a_leak() {
    Finding few = leak(files(300, 1_048_576), Pattern.S13);
    assertTrue(
        few.statement().endsWith("it may be a cache of open files that fills"), few::toString);
    assertEquals(0.5, few.confidence());
    Finding many = leak(files(300, 1_024), Pattern.S13);
    assertTrue(many.statement().startsWith("file leak: "), many::toString);
    assertEquals(0.9, many.confidence());
    assertFalse(many.statement().contains("cache"), many::toString);
  }

  private static Scene files(long count, long limit) {
    LeakSeen leak =
        new LeakSeen(
            HandleSeen.FILES,
            "/srv/tiles/*.png",
            count - 60,
            count,
            Vitals.UNKNOWN,
            Vitals.UNKNOWN,
            MINUTE,
            18,
            List.of(),
            null,
            List.of(),
            List.of(),
            Vitals.UNKNOWN);
    return new Scene()
        .thread(21, "http-1", null)
        .health(
            new HealthDraft()
                .leak(leak)
                .handles(
                    ago ->
                        List.of(
                            new HandleSeen(HandleSeen.DESCRIPTORS, count + 20, limit, List.of()),
                            new HandleSeen(HandleSeen.FILES, count, limit, List.of()))));
  }
}
