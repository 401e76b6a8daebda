package io.duality.engine.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import io.duality.model.config.TriggerType;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriggersTest {
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

  private Instant now = START;
  private String lastBundle;
  private Triggers triggers = triggers("");

  @Test
  void a_stall_fires_at_its_second_look_and_stays_quiet_while_it_lasts() {
    assertEquals(List.of("true: confirming 1 of 2"), look(alarm("s", 1)));
    assertEquals(List.of("confirmed: confirmed 2 of 2", "fired: captured"), look(alarm("s", 1)));
    assertEquals(List.of("suppressed: cooldown until 2026-11-21T03:05:01Z"), look(alarm("s", 1)));
    assertEquals(List.of(), look(alarm("s", 1)));
    assertEquals(List.of(), look(alarm("s", 1)));
  }

  @Test
  void a_condition_that_ends_before_it_is_confirmed_never_fires() {
    look(alarm("s", 1));
    assertEquals(List.of(), look());
    assertEquals(List.of(), look(alarm("s", 1)), "flickering is told once a minute");
    assertEquals(List.of(), look());
    assertEquals(2, triggers.standings().get(0).confirm());
    assertEquals(0, triggers.standings().get(0).looks());
    assertNull(triggers.running());
  }

  @Test
  void a_stall_that_never_ends_is_one_bundle_even_after_the_cooldown() {
    String bundle = fire("s", 1);
    triggers.captured(bundle);
    pass(Duration.ofMinutes(4), "s");
    now = now.plus(Duration.ofMinutes(2));
    assertEquals(
        List.of("suppressed: fired at 2026-11-21T03:00:01Z, fires again after it was false once"),
        look(alarm("s", 1)));
    pass(Duration.ofHours(2), "s");
    assertEquals(List.of(), look(alarm("s", 1)));
  }

  @Test
  void a_stall_that_ended_and_came_back_fires_after_the_cooldown() {
    triggers.captured(fire("s", 1));
    assertEquals(List.of("re-armed: may fire again after 2026-11-21T03:05:01Z"), look());
    look(alarm("s", 1));
    assertEquals(
        List.of("confirmed: confirmed 2 of 2", "suppressed: cooldown until 2026-11-21T03:05:01Z"),
        look(alarm("s", 1)));
    look();
    now = now.plus(Duration.ofMinutes(6));
    look(alarm("s", 1));
    assertEquals(List.of("confirmed: confirmed 2 of 2", "fired: captured"), look(alarm("s", 1)));
  }

  @Test
  void inside_the_cooldown_one_more_bundle_is_made_when_four_times_the_threads_are_hit() {
    triggers.captured(fire("s", 5));
    look(alarm("s", 5));
    assertEquals(List.of(), look(alarm("s", 19)));
    assertEquals(
        List.of("fired: captured, once more: threads behind it grew from 5 to 20"),
        look(alarm("s", 20)));
    triggers.captured(triggers.running());
    look(alarm("s", 80));
    assertEquals(List.of(), look(alarm("s", 400)), "one more, not one more each time");
  }

  @Test
  void inside_the_cooldown_one_more_bundle_is_made_when_a_new_entry_span_is_hit() {
    triggers.captured(fire("s", 5, "GET /a"));
    look(alarm("s", 5, "GET /a"));
    assertEquals(
        List.of("fired: captured, once more: now hits POST /b"),
        look(alarm("s", 5, "GET /a", "POST /b")));
  }

  @Test
  void signatures_cool_down_on_their_own() {
    triggers.captured(fire("a", 1));
    look(alarm("b", 1));
    List<String> decisions = look(alarm("b", 1));
    assertEquals(List.of("confirmed: confirmed 2 of 2", "fired: captured"), decisions);
  }

  @Test
  void what_fires_while_a_capture_runs_joins_it() {
    String bundle = fire("a", 1);
    look(alarm("a", 1), alarm("b", 1));
    List<Decision> decisions = decide(alarm("a", 1), alarm("b", 1));
    Decision joined = decisions.get(decisions.size() - 1);
    assertEquals("joined the capture of trigger stall", joined.text());
    assertTrue(joined.joined());
    assertFalse(joined.starts());
    assertEquals(bundle, joined.bundleId());
    assertEquals(bundle, joined.request().bundleId());
    triggers.captured("another-id");
    assertEquals(bundle, triggers.running());
    triggers.captured(bundle);
    assertNull(triggers.running());
  }

  @Test
  void one_incident_is_one_bundle_whichever_triggers_see_it() {
    triggers.captured(fire("s", 1));
    round(Map.of("stall", alarm("s", 1), "starvation", alarm("p", 1)));
    assertEquals(
        List.of(
            "confirmed: confirmed 2 of 2",
            "suppressed: the incident of trigger stall: bundle " + lastBundle + " has it"),
        round(Map.of("stall", alarm("s", 1), "starvation", alarm("p", 1))).stream()
            .filter(said -> !said.contains("cooldown"))
            .toList());
    assertEquals(
        List.of(),
        round(Map.of("stall", alarm("s", 1), "starvation", alarm("p", 40))),
        "if it gets worse, the trigger that has the bundle tells");
    assertEquals(
        List.of("re-armed: may fire again after 2026-11-21T03:05:01Z"),
        round(Map.of("starvation", alarm("p", 1))),
        "it does not fire a second one when the first condition ends before it");
  }

  @Test
  void an_incident_with_another_root_and_other_threads_has_a_bundle_of_its_own() {
    triggers.captured(fire("s", 1));
    Alarm other = other("p", "queue:9", List.of(8L, 9L, 10L));
    round(Map.of("stall", alarm("s", 1), "queue", other));
    assertTrue(
        round(Map.of("stall", alarm("s", 1), "queue", other)).contains("fired: captured"),
        "another root");
    triggers.captured(triggers.running());
    Alarm same = other("q", "pool:1", List.of(8L, 9L, 11L));
    round(Map.of("queue", other, "starvation", same));
    List<String> said = round(Map.of("queue", other, "starvation", same));
    assertTrue(
        said.get(said.size() - 1).startsWith("suppressed: the incident of trigger queue: bundle "),
        "most of its threads are in that incident: " + said);
  }

  @Test
  void two_looks_confirm_only_what_lasts_from_one_to_the_other() {
    look(about("s", "wait 1 100 L"));
    assertEquals(List.of(), look(about("s", "wait 2 200 L")), "another wait of that signature");
    assertNull(triggers.running());
    assertEquals(
        List.of("confirmed: confirmed 2 of 2", "fired: captured"),
        look(about("s", "wait 2 200 L", "wait 3 300 L")));
    assertEquals(
        List.of("suppressed: cooldown until 2026-11-21T03:05:02Z"), look(about("s", "wait 4 4 L")));
  }

  @Test
  void the_limit_is_a_sliding_window_and_says_when_the_next_is_possible() {
    for (int i = 0; i < 5; i++) {
      triggers.captured(fire("s" + i, 1));
    }
    look(alarm("s6", 1));
    assertEquals(
        List.of(
            "confirmed: confirmed 2 of 2",
            "suppressed: limit 5/1h reached, next at 2026-11-21T04:00:01Z"),
        look(alarm("s6", 1)));
    now = Instant.parse("2026-11-21T04:00:00Z");
    assertEquals(List.of(), look(alarm("s6", 1)));
    assertEquals(List.of("fired: captured"), look(alarm("s6", 1)));
  }

  @Test
  void limits_and_cooldowns_survive_a_restart() {
    List<LedgerEntry> fired = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fired.add(entry("s" + i, START.minusSeconds(200 + i)));
    }
    fired.add(entry("tomorrow", START.plusSeconds(10_000)));
    triggers.restore(fired, now);
    String inherited =
        "cooldown until 2026-11-21T03:01:39Z, over the restart: bundle bundle-s1 has it";
    assertTrue(
        triggers.standings().stream().anyMatch(each -> each.text().equals(inherited)),
        "the status says so before anything happens");
    look(alarm("s1", 1));
    assertEquals(
        List.of("confirmed: confirmed 2 of 2", "suppressed: " + inherited), look(alarm("s1", 1)));
    look(alarm("new", 1));
    assertEquals(
        "suppressed: limit 5/1h reached, next at 2026-11-21T03:56:36Z",
        look(alarm("new", 1)).get(1));
  }

  @Test
  void a_refused_capture_costs_no_limit_and_may_be_tried_again_after_the_cooldown() {
    String bundle = fire("s", 1);
    Decision refused = triggers.refused(bundle, "disk: 512 MiB free < keep-free 15 %", now);
    assertEquals(State.SUPPRESSED, refused.state());
    assertEquals(bundle, refused.bundleId());
    assertNull(triggers.refused(bundle, "again", now));
    assertNull(triggers.running());
    look(alarm("s", 1));
    pass(Duration.ofMinutes(4), "s");
    now = now.plus(Duration.ofMinutes(2));
    assertEquals(List.of("fired: captured"), look(alarm("s", 1)));
  }

  @Test
  void a_person_may_ask_at_any_time_up_to_the_limit() {
    triggers = triggers("duality.trigger.manual.limit=2/1h");
    for (int i = 0; i < 2; i++) {
      Decision decision = triggers.request("manual", alarm("manual", 1), now);
      assertTrue(decision.starts(), decision.text());
      triggers.captured(decision.bundleId());
    }
    Decision third = triggers.request("manual", alarm("manual", 1), now);
    assertEquals("suppressed: limit 2/1h reached, next at 2026-11-21T04:00:00Z", said(third));
    assertEquals(List.of(), look());
    assertThrows(
        IllegalArgumentException.class, () -> triggers.request("stall", alarm("x", 1), now));
  }

  @Test
  void the_end_of_the_jvm_makes_no_second_bundle_of_an_incident_that_has_one() {
    look(alarm("s", 1));
    Decision early = triggers.request("exit", TriggerType.EXIT, alarm("exit:s", 1), now);
    assertTrue(early.starts(), early.text());
    triggers.captured(early.bundleId());

    triggers = triggers("");
    triggers.captured(fire("s", 1));
    look(alarm("s", 1));
    Decision late = triggers.request("exit", TriggerType.EXIT, alarm("exit:s", 1), now);
    assertFalse(late.starts());
    assertEquals(LedgerEntry.State.SUPPRESSED, late.state());
    assertThrows(
        IllegalArgumentException.class,
        () -> triggers.request("exit", TriggerType.CRASH, alarm("x", 1), now));
  }

  @Test
  void a_disabled_trigger_decides_nothing_and_a_changed_one_keeps_its_memory() {
    triggers.captured(fire("s", 1));
    triggers.configure(config("duality.trigger.stall.cooldown=20m").triggers());
    look();
    look(alarm("s", 1));
    assertEquals("suppressed: cooldown until 2026-11-21T03:20:01Z", look(alarm("s", 1)).get(1));
    triggers.configure(config("duality.trigger.stall.enabled=false").triggers());
    assertEquals(List.of(), look(alarm("s", 1)));
    assertEquals(List.of(), triggers.standings());
  }

  @Test
  void memory_is_bounded_however_many_signatures_come() {
    for (int i = 0; i < 1_000; i++) {
      look(alarm("s" + i, 1));
    }
    assertEquals(256, triggers.standings().size());
    assertEquals(744, triggers.forgotten());
    assertEquals(List.of("true: confirming 1 of 2"), look(alarm("fresh", 1)));
  }

  @Test
  void a_clock_that_is_set_back_does_not_silence_a_trigger_for_long() {
    triggers.captured(fire("s", 1));
    look();
    now = START.minus(Duration.ofDays(1));
    look(alarm("s", 1));
    assertEquals("suppressed: cooldown until 2026-11-20T03:05:01Z", look(alarm("s", 1)).get(1));
  }

  @Test
  void a_request_carries_all_that_the_capture_has_to_know() {
    look(alarm("s", 1));
    Decision fired = decide(alarm("s", 1)).get(1);
    assertEquals("stall", fired.request().trigger());
    assertEquals("wait", fired.request().type());
    assertEquals(
        List.of("threads*3/1s", "waits", "resources", "recording"), fired.request().steps());
    assertEquals(fired.at(), fired.request().at());
    assertEquals("s", fired.request().alarm().signature());
  }

  @Test
  void bundle_ids_are_version_7_and_sort_by_time() {
    BundleIds ids = new BundleIds(1);
    String before = "";
    for (int i = 0; i < 10_000; i++) {
      String id = ids.next(START.plusMillis(i / 100 - (i == 5_000 ? 10_000 : 0)));
      assertTrue(id.compareTo(before) > 0, before + " " + id);
      assertEquals(7, java.util.UUID.fromString(id).version());
      assertEquals(2, java.util.UUID.fromString(id).variant());
      before = id;
    }
    String first = new BundleIds(1).next(START);
    assertEquals(START.toEpochMilli(), Long.parseLong(first.replace("-", "").substring(0, 12), 16));
    assertNotEquals(first, new BundleIds(2).next(START));
  }

  private String fire(String signature, int width, String... spans) {
    look(alarm(signature, width, spans));
    List<Decision> decisions = decide(alarm(signature, width, spans));
    Decision fired = decisions.get(decisions.size() - 1);
    assertTrue(fired.starts(), fired.toString());
    assertEquals(triggers.running(), fired.bundleId());
    lastBundle = fired.bundleId();
    return fired.bundleId();
  }

  private List<String> round(Map<String, Alarm> alarms) {
    Map<String, List<Alarm>> all = new java.util.HashMap<>();
    alarms.forEach((trigger, alarm) -> all.put(trigger, List.of(alarm)));
    List<String> said = triggers.look(all, now).stream().map(TriggersTest::said).toList();
    now = now.plusSeconds(1);
    return said;
  }

  private static Alarm other(String signature, String root, List<Long> threads) {
    return new Alarm("queue", signature, "c", "o", "s", root, threads, 3, List.of());
  }

  private static Alarm about(String signature, String... subjects) {
    return new Alarm(
        "wait", signature, "c", "o", "s", "r", List.of(), 1, List.of(), Set.of(subjects));
  }

  private void pass(Duration time, String signature) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusSeconds(30);
      for (Decision decision : decide(alarm(signature, 1))) {
        assertNotEquals(State.FIRED, decision.state());
      }
    }
  }

  /** One look a second. */
  private List<String> look(Alarm... alarms) {
    return decide(alarms).stream().map(TriggersTest::said).toList();
  }

  private List<Decision> decide(Alarm... alarms) {
    List<Decision> decisions =
        triggers.look(alarms.length == 0 ? Map.of() : Map.of("stall", List.of(alarms)), now);
    now = now.plusSeconds(1);
    return decisions;
  }

  private static String said(Decision decision) {
    return decision.state().label() + ": " + decision.text();
  }

  private static Triggers triggers(String text) {
    return new Triggers(config(text).triggers(), new BundleIds(42));
  }

  private static Config config(String text) {
    return ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of());
  }

  private static Alarm alarm(String signature, int width, String... spans) {
    return new Alarm(
        "wait",
        signature,
        "wait.age > 5s",
        "5.3s",
        "somebody waits",
        "thread:7",
        List.of(7L),
        width,
        List.of(spans));
  }

  private static LedgerEntry entry(String signature, Instant at) {
    return new LedgerEntry(
        at,
        "orders",
        "1",
        "i",
        1,
        "stall",
        "wait",
        State.FIRED,
        signature,
        "6s",
        "wait.age > 5s",
        "captured",
        "bundle-" + signature);
  }
}
