package io.duality.engine.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What fires while a bundle has all its evidence already is not lost. */
class LateTest {
  private Instant now = Instant.parse("2026-11-21T03:00:00Z");
  private Triggers triggers = triggers("");

  @Test
  void it_gets_a_bundle_of_its_own_when_the_capture_has_ended() {
    Decision first = fired(stall("a", "root-a"));
    List<CaptureRequest> late = joined(stall("a", "root-a"), stall("b", "root-b"));
    triggers.captured(first.bundleId());

    Decision own = only(triggers.late(late, now));

    assertTrue(own.starts(), own.toString());
    assertNotEquals(first.bundleId(), own.bundleId());
    assertEquals(own.bundleId(), triggers.running());
    assertEquals("captured, too late for the bundle before", own.text());
    triggers.captured(own.bundleId());
    assertEquals(List.of(), look(stall("b", "root-b")).stream().filter(Decision::starts).toList());
  }

  @Test
  void several_share_one_bundle() {
    Decision first = fired(stall("a", "root-a"));
    List<CaptureRequest> late =
        joined(stall("a", "root-a"), stall("b", "root-b"), stall("c", "root-c"));
    triggers.captured(first.bundleId());

    List<Decision> decisions = triggers.late(late, now);

    assertTrue(decisions.get(0).starts());
    assertTrue(decisions.get(1).joined());
    assertEquals(decisions.get(0).bundleId(), decisions.get(1).bundleId());
  }

  @Test
  void an_incident_that_has_its_bundle_makes_no_second_one() {
    Decision first = fired(stall("a", "root"));
    List<CaptureRequest> late =
        joined(Map.of("stall", List.of(stall("a", "root")), "queue", List.of(queue("b", "root"))));
    triggers.captured(first.bundleId());

    Decision covered = only(triggers.late(late, now));

    assertFalse(covered.starts());
    assertEquals(
        "the incident of trigger stall: bundle " + first.bundleId() + " has it", covered.text());
  }

  @Test
  void two_of_one_incident_that_were_both_late_do_not_hide_behind_each_other() {
    Decision first = fired(stall("a", "root-a"));
    List<CaptureRequest> late =
        joined(
            Map.of(
                "stall", List.of(stall("a", "root-a"), stall("b", "root-b")),
                "queue", List.of(queue("c", "root-b"))));
    triggers.captured(first.bundleId());

    List<Decision> decisions = triggers.late(late, now);

    assertTrue(decisions.get(0).starts());
    assertTrue(decisions.get(1).joined());
  }

  @Test
  void the_limit_holds() {
    triggers = triggers("duality.trigger.stall.limit=1/1h");
    Decision first = fired(stall("a", "root-a"));
    List<CaptureRequest> late = joined(stall("a", "root-a"), stall("b", "root-b"));
    triggers.captured(first.bundleId());

    assertTrue(only(triggers.late(late, now)).text().startsWith("limit 1/1h reached"));
  }

  @Test
  void what_was_over_by_then_may_come_again() {
    Decision first = fired(stall("a", "root-a"));
    List<CaptureRequest> late = joined(stall("a", "root-a"), stall("b", "root-b"));
    look();
    triggers.captured(first.bundleId());
    triggers.captured(only(triggers.late(late, now)).bundleId());
    now = now.plus(Duration.ofMinutes(6));

    look(stall("b", "root-b"));
    List<Decision> again = look(stall("b", "root-b"));

    assertTrue(again.get(again.size() - 1).starts(), again.toString());
  }

  private Decision fired(Alarm alarm) {
    look(alarm);
    List<Decision> decisions = look(alarm);
    Decision fired = decisions.get(decisions.size() - 1);
    assertTrue(fired.starts(), fired.toString());
    return fired;
  }

  /** What joins the capture that runs, in order. */
  private List<CaptureRequest> joined(Map<String, List<Alarm>> alarms) {
    List<Decision> decisions = new ArrayList<>(triggers.look(alarms, now));
    now = now.plusSeconds(1);
    decisions.addAll(triggers.look(alarms, now));
    now = now.plusSeconds(1);
    return decisions.stream().filter(Decision::joined).map(Decision::request).toList();
  }

  private List<CaptureRequest> joined(Alarm... stalls) {
    return joined(Map.of("stall", List.of(stalls)));
  }

  private List<Decision> look(Alarm... alarms) {
    List<Decision> decisions =
        triggers.look(alarms.length == 0 ? Map.of() : Map.of("stall", List.of(alarms)), now);
    now = now.plusSeconds(1);
    return decisions;
  }

  private static Decision only(List<Decision> decisions) {
    assertEquals(1, decisions.size(), decisions.toString());
    return decisions.get(0);
  }

  private static Triggers triggers(String text) {
    return new Triggers(
        ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of()).triggers(),
        new BundleIds(42));
  }

  private static Alarm stall(String signature, String root) {
    return new Alarm("wait", signature, "c", "o", "s", root, List.of(), 1, List.of());
  }

  private static Alarm queue(String signature, String root) {
    return new Alarm("queue", signature, "c", "o", "s", root, List.of(), 1, List.of());
  }
}
