package io.duality.engine.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.Operand;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Triggers over other triggers: one look a second, each with a new reading. */
class TogetherTest {
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");
  private static final String BOTH =
      "duality.trigger.both.on=all(memory-growth, errors) within 2m\n";
  private static final String SILENT =
      BOTH
          + "duality.trigger.memory-growth.enabled=false\n"
          + "duality.trigger.errors.enabled=false\n";

  private Instant now = START;
  private Triggers triggers = triggers(SILENT);

  @Test
  void two_conditions_within_the_time_are_one_bundle_that_names_both_with_their_values() {
    look(growth());
    look(growth());
    assertEquals(List.of(), fired(look()), "one of them is not enough");
    now = now.plusSeconds(100);
    assertEquals(List.of(), fired(look(errors("e"))), "each has to be confirmed");
    List<Decision> decisions = look(errors("e"));
    assertEquals(List.of("both: captured"), fired(decisions));
    Decision fired = decisions.stream().filter(Decision::starts).findFirst().orElseThrow();
    assertEquals("all", fired.type());
    assertEquals("memory-growth: 71 %; errors: 31/s", fired.alarm().observed());
    assertEquals("all(memory-growth, errors) within 2m", fired.alarm().condition());
    List<Operand> operands = fired.request().operands();
    assertEquals(
        List.of("memory-growth", "errors"), operands.stream().map(Operand::trigger).toList());
    assertEquals(START.plusSeconds(1), operands.get(0).at(), "when it was true last");
    assertEquals("31/s", operands.get(1).alarm().observed());
    assertTrue(fired.request().steps().contains("histogram"), "one of them is about memory");
  }

  @Test
  void operands_that_are_off_make_no_bundle_and_say_for_whom_they_are_watched() {
    List<String> said = new ArrayList<>(said(look(growth())));
    said.addAll(said(look(growth())));
    assertEquals(
        List.of(
            "memory-growth true: confirming 1 of 2 for both",
            "both true: 1 of 2 within 2m: memory-growth; not errors",
            "memory-growth confirmed: confirmed 2 of 2 for both"),
        said);
    for (int i = 0; i < 200; i++) {
      assertEquals(List.of(), look(growth()), "told once");
    }
    assertNull(triggers.running());
    assertEquals(
        List.of("both: 1 of 2 within 2m: memory-growth; not errors"), triggers.coincidences(now));
  }

  @Test
  void what_was_true_longer_ago_does_not_count() {
    look(growth());
    look(growth());
    now = now.plusSeconds(130);
    look(errors("e"));
    assertEquals(List.of(), fired(look(errors("e"))));
    assertEquals(List.of("both: 1 of 2 within 2m: errors; not memory-growth"), lines());
    now = now.plusSeconds(200);
    assertEquals(List.of("both: 0 of 2 within 2m; not memory-growth, errors"), lines());
  }

  @Test
  void it_fires_once_while_it_lasts_whatever_more_an_operand_sees_and_again_when_it_was_over() {
    String bundle = fire();
    triggers.captured(bundle);
    for (int i = 0; i < 400; i++) {
      assertEquals(List.of(), fired(look(growth(), errors("e" + i / 10))));
    }
    now = now.plusSeconds(150);
    assertTrue(said(look()).contains("both re-armed: may fire again"));
    String again = fire();
    assertNotEquals(bundle, again);
  }

  @Test
  void an_operand_that_may_fire_has_the_same_bundle_when_it_completes_the_condition() {
    triggers = triggers(BOTH);
    look(growth());
    assertEquals(List.of("memory-growth: captured"), fired(look(growth())));
    triggers.captured(triggers.running());
    look(growth(), errors("e"));
    List<Decision> decisions = look(growth(), errors("e"));
    assertEquals(
        List.of("both: captured", "errors: joined the capture of trigger both"), fired(decisions));
    String bundle = triggers.running();
    triggers.captured(bundle);
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of(), fired(look(growth(), errors("e"))), "one incident, one bundle");
    }
  }

  @Test
  void it_joins_a_capture_that_runs_and_makes_none_of_what_one_bundle_has_already() {
    triggers = triggers(BOTH);
    look(growth());
    look(growth());
    String bundle = triggers.running();
    look(growth(), errors("e"));
    List<Decision> decisions = look(growth(), errors("e"));
    assertEquals(
        List.of(
            "both: joined the capture of trigger memory-growth",
            "errors: joined the capture of trigger memory-growth"),
        fired(decisions));
    assertEquals(bundle, triggers.running());

    triggers = triggers("duality.trigger.both.on=all(stall, starvation) within 1m");
    look(same("stall"));
    look(same("stall"));
    triggers.captured(triggers.running());
    look(same("stall"), same("starvation"));
    List<String> said = said(look(same("stall"), same("starvation")));
    assertTrue(
        said.stream()
            .anyMatch(line -> line.startsWith("both suppressed: the incident of triggers stall,")),
        said::toString);
    assertNull(triggers.running());
  }

  @Test
  void another_trigger_with_the_root_of_an_operand_belongs_to_the_incident() {
    triggers =
        triggers(
            "duality.trigger.both.on=all(errors, stall) within 1m\n"
                + "duality.trigger.stall.enabled=false\nduality.trigger.errors.enabled=false");
    look(errors("e"), same("stall"));
    assertEquals(List.of("both: captured"), fired(look(errors("e"), same("stall"))));
    triggers.captured(triggers.running());
    look(errors("e"), same("stall"), same("starvation"));
    List<String> said = said(look(errors("e"), same("stall"), same("starvation")));
    assertTrue(
        said.stream()
            .anyMatch(
                line -> line.startsWith("starvation suppressed: the incident of trigger both")),
        said::toString);
  }

  @Test
  void conditions_over_conditions_are_judged_from_the_inside_and_fire_from_the_outside() {
    triggers =
        triggers(
            "duality.trigger.outer.on=all(inner, gc) within 1m\n"
                + "duality.trigger.inner.on=all(memory-growth, errors) within 1m\n");
    look(alarm("gc", "g", "gc", "40 %"), growth());
    look(alarm("gc", "g", "gc", "40 %"), growth());
    triggers.captured(triggers.running());
    look(alarm("gc", "g", "gc", "40 %"), growth(), errors("e"));
    assertEquals(
        List.of(
            "outer: captured",
            "inner: joined the capture of trigger outer",
            "errors: joined the capture of trigger outer"),
        fired(look(alarm("gc", "g", "gc", "40 %"), growth(), errors("e"))));
  }

  @Test
  void its_cooldown_survives_a_restart_and_a_changed_configuration_keeps_what_was_seen() {
    Decision first = fireDecision();
    triggers.captured(first.bundleId());
    Triggers next = triggers(SILENT);
    next.restore(List.of(Entries.fired(first)), now);
    triggers = next;
    look(growth(), errors("e"));
    assertEquals(List.of(), fired(look(growth(), errors("e"))));

    triggers = triggers(SILENT);
    look(growth());
    look(growth());
    triggers.configure(config(SILENT + "duality.trigger.stall.age=9s").triggers());
    look(errors("e"));
    assertEquals(List.of("both: captured"), fired(look(errors("e"))));
    triggers.configure(config("").triggers());
    assertEquals(List.of(), triggers.coincidences(now));
    assertFalse(
        triggers.standings().stream().anyMatch(standing -> standing.trigger().equals("both")));
  }

  @Test
  void two_looks_at_one_reading_of_the_process_confirm_nothing() {
    triggers = triggers("");
    assertEquals(List.of("memory-growth true: confirming 1 of 2"), said(look(growth())));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), said(again(growth())), "the same reading");
    }
    assertEquals(List.of("memory-growth: captured"), fired(look(growth())));
    triggers.captured(triggers.running());
    assertEquals(1, again(growth()).size(), "that it cools down is news");
    assertEquals(List.of(), said(again(growth())));

    Alarm wait = same("stall");
    again(wait);
    assertEquals(List.of("stall: captured"), fired(again(wait)), "a wait is seen by looks");
  }

  @Test
  void a_look_without_a_reading_does_not_end_what_readings_judge() {
    triggers = triggers("");
    look(growth());
    assertEquals(List.of(), said(again()));
    assertEquals(List.of("memory-growth: captured"), fired(look(growth())));
    triggers.captured(triggers.running());
    assertEquals(List.of(), said(again()));
    assertEquals(1, said(look()).size(), "the next reading ends it");
  }

  private String fire() {
    return fireDecision().bundleId();
  }

  private Decision fireDecision() {
    look(growth(), errors("e"));
    List<Decision> decisions = look(growth(), errors("e"));
    assertEquals(List.of("both: captured"), fired(decisions));
    return decisions.stream().filter(Decision::starts).findFirst().orElseThrow();
  }

  private List<String> lines() {
    return triggers.coincidences(now);
  }

  private List<Decision> look(Alarm... alarms) {
    return judge(true, alarms);
  }

  /** A fast look between two readings. */
  private List<Decision> again(Alarm... alarms) {
    return judge(false, alarms);
  }

  private List<Decision> judge(boolean reading, Alarm... alarms) {
    Map<String, List<Alarm>> all = new HashMap<>();
    for (Alarm alarm : alarms) {
      all.computeIfAbsent(alarm.detector(), name -> new ArrayList<>()).add(alarm);
    }
    List<Decision> decisions = triggers.look(all, reading, now);
    now = now.plusSeconds(1);
    return decisions;
  }

  private static List<String> fired(List<Decision> decisions) {
    return decisions.stream()
        .filter(each -> each.state() == State.FIRED)
        .map(each -> each.trigger() + ": " + each.text())
        .toList();
  }

  private static List<String> said(List<Decision> decisions) {
    return decisions.stream()
        .map(each -> each.trigger() + " " + each.state().label() + ": " + each.text())
        .toList();
  }

  private static Alarm growth() {
    return alarm("memory-growth", "g", "memory:heap", "71 %");
  }

  private static Alarm errors(String signature) {
    return alarm("errors", signature, "error:" + signature, "31/s");
  }

  private static Alarm same(String trigger) {
    return alarm(trigger, trigger, "pool:1", "6s");
  }

  private static Alarm alarm(String trigger, String signature, String root, String observed) {
    return new Alarm(
        trigger,
        signature,
        trigger + ".x > 1",
        observed,
        trigger + " is bad",
        root,
        List.of(),
        1,
        List.of());
  }

  private static Triggers triggers(String text) {
    return new Triggers(config(text).triggers(), new BundleIds(42));
  }

  private static Config config(String text) {
    Config config = ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of());
    assertEquals(List.of(), config.problems());
    return config;
  }
}
