package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.trigger.BundleIds;
import io.duality.engine.trigger.Decision;
import io.duality.engine.trigger.Triggers;
import io.duality.model.Alarm;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import io.duality.model.json.Json;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People ask for captures, some of them while another capture runs. */
class ByHandTest {
  private final Time time = new Time();
  private final List<Decision> decided = new ArrayList<>();
  private final Map<String, Object> answers = new LinkedHashMap<>();
  private final List<String> looked = new ArrayList<>();
  private Triggers triggers = triggers("");
  private ByHand byHand = byHand();

  @Test
  void a_capture_that_is_asked_for_while_none_runs_begins_at_once() {
    assertNull(ask("1", true));
    assertTrue(last().starts());
    end();
    assertEquals(List.of("1"), List.copyOf(answers.keySet()));
  }

  @Test
  void one_that_is_asked_for_while_another_runs_has_its_own_fresh_evidence_after_it() {
    stall();
    String before = triggers.running();
    assertNull(ask("1", true));
    assertEquals(State.TRUE, last().state());
    assertEquals("waits for its turn: the capture of trigger stall runs", last().text());
    assertEquals(before, triggers.running(), "it joined nothing");
    time.pass(Duration.ofSeconds(4));
    end();
    Decision taken = last();
    assertTrue(taken.starts(), taken.toString());
    assertNotEquals(before, taken.bundleId());
    assertEquals(time.instant(), taken.request().at(), "what it shows is from after the request");
    assertEquals("why 1, after 4 s in which another capture ran", looked.get(looked.size() - 1));
    assertEquals(Map.of(), answers);
    end();
    assertEquals(List.of("1"), List.copyOf(answers.keySet()));
  }

  @Test
  void those_that_wait_have_one_bundle_together_and_who_does_not_stay_is_told_at_once() {
    assertNull(ask("first", true));
    assertNull(ask("2", true));
    assertEquals(
        "your capture waits for its turn: the capture of trigger manual runs",
        String.valueOf(ask("3", false).get("text")));
    end();
    assertEquals(List.of("first"), List.copyOf(answers.keySet()));
    Decision together = last();
    assertTrue(together.starts());
    assertTrue(together.alarm().observed().contains("why 2"), together.toString());
    assertTrue(together.alarm().observed().contains("why 3"), together.toString());
    end();
    assertEquals(List.of("first", "2"), List.copyOf(answers.keySet()), "3 has its answer already");
    assertNull(triggers.running());
  }

  @Test
  void the_wait_is_bounded_and_says_so() {
    stall();
    ask("1", true);
    time.pass(Duration.ofSeconds(100));
    byHand.poll();
    ask("2", true);
    time.pass(Duration.ofSeconds(21));
    byHand.poll();
    assertEquals(List.of("1"), List.copyOf(answers.keySet()));
    assertTrue(
        answers.get("1").toString().contains("have run for 2m, duality.capture.max-time"),
        answers::toString);
    for (int i = 3; i < 18; i++) {
      assertNull(ask("" + i, true));
    }
    assertTrue(ask("18", true).toString().contains("16 captures"), "nor do many wait");
    byHand.end();
    assertEquals(17, answers.size());
    end();
    assertNull(triggers.running(), "nobody waits any more");
  }

  @Test
  void at_its_turn_the_limit_holds_and_a_refusal_reaches_everybody() {
    triggers = triggers("duality.trigger.manual.limit=1/1h");
    byHand = byHand();
    ask("1", true);
    ask("2", true);
    ask("3", true);
    end();
    assertEquals(State.SUPPRESSED, last().state());
    assertEquals(List.of("1", "2", "3"), List.copyOf(answers.keySet()));
    assertTrue(answers.get("3").toString().contains("limit 1/1h reached"), answers::toString);
    triggers = triggers("duality.trigger.manual.enabled=false");
    byHand = byHand();
    assertTrue(ask("4", true).toString().contains("no enabled trigger on manual"));
  }

  private Map<String, Object> ask(String id, boolean stays) {
    return byHand.ask(Json.object("id", id, "reason", "why " + id, "wait", stays));
  }

  private void stall() {
    for (int i = 0; i < 2; i++) {
      triggers.look(Map.of("stall", List.of(alarm("wait", "5s"))), time.instant());
    }
    assertTrue(triggers.running() != null);
  }

  /** The running capture ends. */
  private void end() {
    String bundle = triggers.running();
    triggers.captured(bundle);
    byHand.answer(bundle, Control.ok("done"));
    byHand.next();
  }

  private Decision last() {
    return decided.get(decided.size() - 1);
  }

  private Alarm looked(String reason) {
    looked.add(reason);
    return alarm("manual", reason);
  }

  private static Alarm alarm(String detector, String observed) {
    return new Alarm(
        detector, detector, "requested", observed, "s", "process", List.of(), 0, List.of());
  }

  private ByHand byHand() {
    return new ByHand(
        triggers, this::looked, decided::add, answers::put, () -> Duration.ofMinutes(2), time);
  }

  private static Triggers triggers(String text) {
    return new Triggers(
        ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of()).triggers(),
        new BundleIds(7));
  }

  /** A clock that goes when it is told to. */
  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-11-21T03:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
