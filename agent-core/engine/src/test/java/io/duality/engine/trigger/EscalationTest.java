package io.duality.engine.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import io.duality.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes again and again is captured with more. */
class EscalationTest {
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

  private Instant now = START;
  private Triggers triggers = triggers();

  @Test
  void the_fourth_bundle_of_a_signature_has_the_heap_and_the_count_begins_again() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3; i++) {
        Decision usual = incident("s");
        assertFalse(usual.request().steps().contains("heap"), usual.toString());
        assertNull(usual.request().escalated());
        assertEquals("captured", usual.text());
      }
      Decision more = incident("s");
      assertTrue(more.request().steps().contains("heap"));
      assertTrue(
          more.request()
              .escalated()
              .startsWith(
                  "heap, because trigger stall made 3 bundles of this signature since 2026-"),
          more.request().escalated());
      assertEquals("captured, escalated: " + more.request().escalated(), more.text());
    }
  }

  @Test
  void other_signatures_refused_captures_and_joined_ones_do_not_count() {
    incident("s");
    incident("s");
    incident("other");
    triggers.refused(fire("s").bundleId(), "disk full", now);
    quiet();
    fire("leader");
    List<Decision> joined = confirmed("s");
    assertTrue(joined.get(joined.size() - 1).joined());
    triggers.captured(triggers.running());
    quiet();
    assertNull(incident("s").request().escalated(), "it is the third");
    Decision fourth = fire("s");
    assertTrue(fourth.request().steps().contains("heap"));
    triggers.refused(fourth.bundleId(), "disk full", now);
    quiet();
    assertTrue(incident("s").request().steps().contains("heap"), "what was due stays due");
    assertNull(incident("s").request().escalated());
  }

  @Test
  void bundles_that_are_older_than_the_time_do_not_count() {
    incident("s");
    incident("s");
    now = now.plus(Duration.ofHours(25));
    incident("s");
    assertNull(incident("s").request().escalated());
  }

  @Test
  void a_restart_goes_on_counting() {
    List<LedgerEntry> ledger = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ledger.add(Entries.fired(incident("s")));
    }
    triggers = triggers();
    triggers.restore(ledger, now);
    Decision fourth = incident("s");
    assertTrue(fourth.request().steps().contains("heap"));
    ledger.add(Entries.fired(fourth));
    triggers = triggers();
    triggers.restore(ledger, now);
    assertNull(incident("s").request().escalated(), "the last one had it");
  }

  @Test
  void one_that_joins_a_capture_brings_what_it_escalates_to() {
    for (int i = 0; i < 3; i++) {
      incident("s");
    }
    fire("leader");
    List<Decision> joined = confirmed("s");
    Decision with = joined.get(joined.size() - 1);
    assertTrue(with.joined() && with.request().steps().contains("heap"), with.toString());
    triggers.captured(triggers.running());
    quiet();
    assertNull(incident("s").request().escalated());
  }

  private Decision incident(String signature) {
    Decision fired = fire(signature);
    triggers.captured(fired.bundleId());
    quiet();
    return fired;
  }

  private Decision fire(String signature) {
    List<Decision> decisions = confirmed(signature);
    Decision fired = decisions.get(decisions.size() - 1);
    assertTrue(fired.starts(), fired.toString());
    return fired;
  }

  private List<Decision> confirmed(String signature) {
    look(signature);
    return look(signature);
  }

  private void quiet() {
    triggers.look(Map.of(), now);
    now = now.plus(Duration.ofMinutes(6));
  }

  private List<Decision> look(String signature) {
    now = now.plusSeconds(1);
    Alarm alarm =
        new Alarm("wait", signature, "c", "o", "s", "r:" + signature, List.of(), 1, List.of());
    return triggers.look(Map.of("stall", List.of(alarm)), now);
  }

  private static Triggers triggers() {
    String text =
        "duality.heap.on-trigger=always\nduality.trigger.stall.escalate=heap after 3\n"
            + "duality.trigger.stall.limit=60/1h";
    return new Triggers(
        ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of()).triggers(),
        new BundleIds(1));
  }
}
