package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.Look;
import io.duality.model.ResourceKind;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorsTest {
  private static final String LOCK = "com.acme.Inventory.stockLock";

  private Detectors detectors = detectors("");

  @Test
  void many_waiters_behind_one_root_are_one_alarm_with_its_width() {
    Looks looks = new Looks().lock("L", LOCK).running(1, "inventory-sync").holds(1, "L");
    for (int i = 0; i < 30; i++) {
      looks.thread(10 + i, "http-" + i, i < 20 ? "POST /orders" : "GET /stock");
      looks.waits(10 + i, "L", "lock", 1 + i * 0.01);
    }
    Alarm alarm = only("stall", looks.at(6.3));
    assertEquals(
        "POST /orders waits 5.3 s for lock " + LOCK + " held by thread inventory-sync",
        alarm.sentence());
    assertEquals("wait", alarm.detector());
    assertEquals("wait.age > 5s", alarm.condition());
    assertEquals("5.3s", alarm.observed());
    assertEquals("thread:1", alarm.rootKey());
    assertEquals(30, alarm.width());
    assertEquals(1L, alarm.threadIds().get(0));
    assertEquals(31, alarm.threadIds().size());
    assertEquals(List.of("POST /orders", "GET /stock"), alarm.spanNames());
  }

  @Test
  void a_wait_that_is_younger_than_the_age_is_busy_and_no_alarm() {
    Looks looks = new Looks().lock("L", LOCK).running(1, "a").holds(1, "L").thread(2, "b", null);
    looks.waits(2, "L", "lock", 1);
    Detectors.Result result = detectors.look(looks.at(5.9));
    assertTrue(result.busy());
    assertTrue(result.alarms().isEmpty());
    assertFalse(detectors.look(looks.at(6.1)).alarms().isEmpty());
  }

  @Test
  void idle_threads_are_no_alarm_however_long_they_wait() {
    Looks looks = new Looks().resource("Q", ResourceKind.QUEUE, "com.acme.Orders.queue");
    looks.thread(1, "consumer", null).waits(1, "Q", "take", 0);
    Detectors.Result result = detectors.look(looks.at(100_000));
    assertFalse(result.busy());
    assertTrue(result.alarms().isEmpty());
    Detectors.Result nothing = detectors.look(new Looks().running(1, "main").at(1));
    assertFalse(nothing.busy());
    assertNull(nothing.graph());
  }

  @Test
  void a_chain_is_reported_at_its_root() {
    Looks looks =
        new Looks()
            .lock("A", "com.acme.A.lock")
            .lock("B", "com.acme.B.lock")
            .running(1, "uploader")
            .thread(2, "export-1", "export")
            .thread(3, "http-7", "POST /orders")
            .holds(1, "B")
            .holds(2, "A")
            .waits(2, "B", "lock", 1)
            .waits(3, "A", "lock", 2);
    Alarm alarm = only("stall", looks.at(8));
    assertEquals(
        "export waits 7 s for lock com.acme.B.lock held by thread uploader", alarm.sentence());
    assertEquals(2, alarm.width());
    looks.ends(2).waits(2, "B", "lock", 7);
    assertEquals(
        "POST /orders waits 6 s for lock com.acme.A.lock held by thread export-1, root thread"
            + " uploader",
        only("stall", looks.at(8)).sentence());
  }

  @Test
  void two_roots_are_two_alarms_with_signatures_of_their_own() {
    Looks looks = new Looks();
    for (int i = 0; i < 2; i++) {
      looks.lock("L" + i, "com.acme.L" + i).running(i, "holder-" + i).holds(i, "L" + i);
      looks.thread(10 + i, "w-" + i, null).waits(10 + i, "L" + i, "lock", i);
    }
    List<Alarm> alarms = detectors.look(looks.at(10)).alarms().get("stall");
    assertEquals(2, alarms.size());
    assertNotEquals(alarms.get(0).signature(), alarms.get(1).signature());
    assertEquals("10s", alarms.get(0).observed());
  }

  @Test
  void a_signature_is_the_same_in_another_process_and_for_another_worker() {
    String first = only("stall", stalled("pool-1-thread-3", "L#1").at(10)).signature();
    detectors = detectors("");
    String second = only("stall", stalled("pool-1-thread-14", "L#2").at(10)).signature();
    assertEquals(first, second);
    assertTrue(first.matches("wait:[0-9a-f]{12}"), first);
    detectors = detectors("");
    assertNotEquals(first, only("stall", stalled("other", "L#1").at(10)).signature());
  }

  private static Looks stalled(String holder, String name) {
    return new Looks()
        .lock("k", name)
        .running(1, holder)
        .holds(1, "k")
        .thread(2, "waiter", null)
        .waits(2, "k", "lock", 1);
  }

  @Test
  void a_condition_keeps_its_signature_while_its_root_moves_on() {
    Looks looks =
        new Looks()
            .lock("L", LOCK)
            .running(1, "inventory-sync")
            .holds(1, "L")
            .thread(2, "http-7", "POST /orders")
            .waits(2, "L", "lock", 1);
    String first = only("stall", looks.at(10)).signature();
    looks.resource("S", ResourceKind.SOCKET, "tcp 10.0.0.5:9000").waits(1, "S", "read", 10.5);
    Alarm moved = only("stall", looks.at(11));
    assertEquals(first, moved.signature());
    assertTrue(moved.sentence().contains("held by thread inventory-sync"), moved.sentence());
    assertTrue(moved.sentence().endsWith("root tcp 10.0.0.5:9000"), moved.sentence());
    looks.ends(1).releases(1).running(3, "somebody-else").holds(3, "L");
    assertEquals(first, only("stall", looks.at(12)).signature());
    looks.ends(2);
    assertTrue(detectors.look(looks.at(13)).alarms().isEmpty());
    looks.waits(2, "L", "lock", 13);
    assertNotEquals(first, only("stall", looks.at(20)).signature());
  }

  @Test
  void names_and_kinds_say_what_a_trigger_is_about() {
    detectors =
        detectors(
            "duality.trigger.stall.enabled=false\n"
                + "duality.trigger.by-lock.on=wait\nduality.trigger.by-lock.names=*stockLock\n"
                + "duality.trigger.by-thread.on=wait\nduality.trigger.by-thread.names=http-*\n"
                + "duality.trigger.by-span.on=wait\nduality.trigger.by-span.names=POST *\n"
                + "duality.trigger.other.on=wait\nduality.trigger.other.names=com.other.*\n"
                + "duality.trigger.kind.on=wait\nduality.trigger.kind.kinds=lock\n"
                + "duality.trigger.other-kind.on=wait\nduality.trigger.other-kind.kinds=queue\n"
                + "duality.trigger.later.on=wait\nduality.trigger.later.age=1m\n");
    Looks looks =
        new Looks()
            .lock("L", LOCK)
            .running(1, "sync")
            .holds(1, "L")
            .thread(2, "http-7", "POST /orders")
            .waits(2, "L", "lock", 1);
    assertEquals(
        java.util.Set.of("by-lock", "by-thread", "by-span", "kind"),
        detectors.look(looks.at(10)).alarms().keySet());
  }

  @Test
  void configured_idle_threads_are_left_alone() {
    detectors = detectors("duality.idle.threads=batch-*");
    Looks looks =
        new Looks()
            .lock("L", LOCK)
            .running(1, "sync")
            .holds(1, "L")
            .thread(2, "batch-7", null)
            .waits(2, "L", "lock", 1);
    assertTrue(detectors.look(looks.at(100)).alarms().isEmpty());
  }

  private static Looks deadlock() {
    return new Looks()
        .lock("A", "com.acme.Bank.a")
        .lock("B", "com.acme.Bank.b")
        .thread(1, "transfer-1", "POST /transfer")
        .thread(2, "transfer-2", null)
        .thread(3, "http-9", "GET /balance")
        .holds(1, "A")
        .holds(2, "B")
        .waits(1, "B", "lock", 1)
        .waits(2, "A", "lock", 2)
        .waits(3, "A", "lock", 2.5);
  }

  @Test
  void a_deadlock_is_one_alarm_of_its_own_and_no_stall_beside_it() {
    Looks looks = deadlock();
    Alarm alarm = only("deadlock", looks.at(3));
    assertEquals("2 threads, 1 look", alarm.observed());
    assertEquals(3, alarm.width());
    assertEquals(List.of("POST /transfer", "GET /balance"), alarm.spanNames());
    assertTrue(alarm.sentence().startsWith("deadlock of 2 threads: "), alarm.sentence());
    assertTrue(
        alarm
            .sentence()
            .contains("POST /transfer waits for lock com.acme.Bank.b held by thread transfer-2"),
        alarm.sentence());
    Alarm again = only("deadlock", looks.at(20));
    assertEquals(alarm.signature(), again.signature());
    assertEquals("2 threads, 2 looks", again.observed());
  }

  @Test
  void without_a_deadlock_trigger_a_deadlock_is_still_a_stall() {
    detectors = detectors("duality.trigger.deadlock.enabled=false");
    assertTrue(detectors.look(deadlock().at(3)).alarms().isEmpty());
    Alarm alarm = only("stall", deadlock().at(20));
    assertEquals(3, alarm.width());
  }

  @Test
  void a_cycle_that_changes_between_looks_is_moving() {
    Looks looks = deadlock();
    only("deadlock", looks.at(3));
    looks.ends(1).waits(1, "B", "lock", 3.5);
    assertTrue(detectors.look(looks.at(4)).alarms().isEmpty());
    assertEquals("2 threads, 2 looks", only("deadlock", looks.at(5)).observed());
  }

  @Test
  void a_cycle_with_a_timeout_is_a_stall_and_no_deadlock() {
    Looks looks =
        new Looks()
            .lock("A", "a")
            .lock("B", "b")
            .thread(1, "t-1", null)
            .thread(2, "t-2", null)
            .holds(1, "A")
            .holds(2, "B")
            .waits(1, "B", "lock", 1, 30)
            .waits(2, "A", "lock", 1);
    assertTrue(detectors.look(looks.at(3)).alarms().isEmpty());
    assertEquals(2, only("stall", looks.at(10)).width());
  }

  @Test
  void virtual_threads_deadlock_as_others_do() {
    Looks looks =
        new Looks()
            .lock("A", "com.acme.a")
            .lock("B", "com.acme.b")
            .virtual(101, null)
            .virtual(102, null)
            .holds(101, "A")
            .holds(102, "B")
            .waits(101, "B", "lock", 1)
            .waits(102, "A", "lock", 1);
    Alarm alarm = only("deadlock", looks.at(3));
    assertTrue(
        alarm.sentence().contains("virtual thread 101 waits for lock com.acme.b held by virtual"),
        alarm.sentence());
  }

  @Test
  void ten_thousand_overdue_waiters_are_one_alarm_with_a_bounded_list_of_threads() {
    Looks looks = new Looks().lock("L", LOCK).running(1, "sync").holds(1, "L");
    for (int i = 0; i < 10_000; i++) {
      looks.thread(10 + i, "http-" + i, null).waits(10 + i, "L", "lock", 1);
    }
    Alarm alarm = only("stall", looks.at(10));
    assertEquals(10_000, alarm.width());
    assertEquals(100, alarm.threadIds().size());
  }

  private Alarm only(String trigger, Look look) {
    Detectors.Result result = detectors.look(look);
    assertEquals(java.util.Set.of(trigger), result.alarms().keySet());
    assertEquals(1, result.alarms().get(trigger).size(), result.alarms().toString());
    assertTrue(result.busy());
    return result.alarms().get(trigger).get(0);
  }

  private static Detectors detectors(String text) {
    Config config = ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of());
    assertEquals(List.of(), config.problems());
    return new Detectors(config);
  }
}
