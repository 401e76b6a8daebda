package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Deadlocks that are more than two locks taken crosswise. */
final class WaitingForEachOtherTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void ring_of_twenty_with_two_hundred_behind_it_is_one_deadlock(AgentJvm jvm) {
    // Which of two triggers is first is not asked here: the two hundred come before the ring
    // closes.
    jvm.set("duality.trigger.stall.enabled", "false");
    Incident incident = Incident.soon(jvm, "deadlock", LockRing.class, "20", "200");

    incident.verdict("S04").traced("transfer-7").traced("transfer-http-150", "victim");
    List<List<String>> cycles = incident.waits().cycles();
    assertEquals(1, cycles.size());
    assertEquals(40, new TreeSet<>(cycles.get(0)).size(), "twenty threads and twenty locks");
    Tree root = incident.waits().tree().trees("roots").get(0);
    assertEquals(200, (int) root.number("threadsBehind"));
    assertTrue(words(incident).contains("200 `GET /transfer`"));
  }

  @OnEveryJdk
  void two_deadlocks_at_once_are_both_named(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", LockRing.class, "2", "0", "2");

    String all =
        incident
            .app()
            .await(
                "summaries that name both deadlocks",
                () -> {
                  StringBuilder text = new StringBuilder();
                  incident.app().bundles().forEach(each -> text.append(each.summary()));
                  return text.indexOf("`booking-1`") >= 0 && text.indexOf("`transfer-1`") >= 0
                      ? Optional.of(text.toString())
                      : Optional.empty();
                });
    assertTrue(all.contains("wait for each other"), all);
    onlyDeadlocks(incident);
  }

  /** What the deadlock trigger tells, the stall trigger does not tell again. */
  private static void onlyDeadlocks(Incident incident) {
    incident.app().control().awaitLooks(8);
    assertTrue(
        incident.app().bundles().stream()
            .map(OpenedBundle::trigger)
            .noneMatch(trigger -> trigger.text("name").equals("stall")),
        () -> "told twice: " + incident.app().bundles());
  }

  @OnEveryJdk
  void join_of_a_thread_that_wants_the_lock_is_a_deadlock(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", EndAwaited.class, "join");

    crosswise(incident, "join", "end of thread join-writer");
    onlyDeadlocks(incident);
  }

  @OnEveryJdk
  void get_of_a_result_whose_computer_wants_the_lock_is_a_deadlock(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", EndAwaited.class, "future");

    String future =
        incident.waits().names().stream()
            .filter(name -> name.startsWith("future of "))
            .findFirst()
            .orElseThrow();
    crosswise(incident, "future", future);
    assertTrue(words(incident).contains("computed by `future-writer`"));
  }

  private static void crosswise(Incident incident, String kind, String awaited) {
    String lock = PACKAGE + "EndAwaited.reportLock";
    incident.waits(kind + "-writer", lock).traced(kind + "-writer");
    incident.waits(kind + "-closer", awaited).holds(kind + "-closer", lock);
    incident.verdict("S04").title("reportLock");
    String summary = words(incident);
    assertTrue(
        summary.contains("`" + kind + "-closer` holds `" + lock + "` while it waits for"), summary);
  }

  /** The summary in one line. */
  private static String words(Incident incident) {
    return incident.bundle().summary().replaceAll("\\s+", " ");
  }

  @OnEveryJdk
  @Since(24)
  void monitors_that_virtual_threads_enter_crosswise_are_a_deadlock(AgentJvm jvm) {
    // Which of two triggers is first is not asked here.
    jvm.set("duality.trigger.stall.enabled", "false");
    monitors(Incident.soon(jvm, "deadlock", VirtualMonitorDeadlock.class));
  }

  @OnEveryJdk
  @Since(24)
  void monitors_of_a_virtual_and_a_platform_thread_are_a_deadlock(AgentJvm jvm) {
    // Which of two triggers is first is not asked here.
    jvm.set("duality.trigger.stall.enabled", "false");
    monitors(Incident.soon(jvm, "deadlock", VirtualMonitorDeadlock.class, "mixed"));
  }

  private static void monitors(Incident incident) {
    TreeSet<String> members = new TreeSet<>(List.of("transfer-1", "transfer-2"));
    incident.waits().names().stream()
        .filter(name -> name.startsWith("monitor " + PACKAGE + "VirtualMonitorDeadlock$Ledger@"))
        .forEach(members::add);
    List<List<String>> cycles = incident.waits().cycles();
    assertEquals(1, cycles.size(), () -> "cycles of " + incident.waits().tree());
    assertEquals(members, new TreeSet<>(cycles.get(0)));
    incident.traced("transfer-1").traced("transfer-2").verdict("S04");
    assertTrue(words(incident).contains("not over"), incident.bundle()::summary);
  }

  @OnEveryJdk
  void notification_awaited_inside_another_monitor_is_told_with_who_waits_behind(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", NestedMonitor.class);

    String summary = words(incident.traced("packer").traced("order-desk"));
    assertTrue(summary.contains("a nested lockout"), summary);
    Tree held =
        incident.waits().tree().trees("edges").stream()
            .filter(edge -> edge.text("rel").equals("held-by"))
            .findFirst()
            .orElseThrow();
    String at = held.text("at", "unknown");
    assertTrue(at.startsWith(PACKAGE + "NestedMonitor.lambda$open$"), at);
    incident.said("packer", " taken at " + at);
  }

  @OnEveryJdk
  void latch_whose_counter_died_says_what_is_missing_and_who_is_there(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", SignalLost.class, "latch");

    String loaded = PACKAGE + "SignalLost.loaded";
    incident.waits("latch-http-1", loaded).traced("latch-http-1").title("SignalLost.loaded");
    String summary = words(incident);
    assertTrue(summary.contains("1 countDown is missing. Inside `" + PACKAGE), summary);
  }

  @OnEveryJdk
  void notification_that_came_before_the_wait_is_said_to_be_lost_if_so(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", SignalLost.class, "notify");

    String summary = words(incident.traced("notify-http-1"));
    assertTrue(
        summary.contains("No other thread is inside `" + PACKAGE + "SignalLost$Mailbox` now"),
        summary);
  }

  @OnEveryJdk
  void stamped_lock_wanted_twice_says_that_its_holder_may_be_the_waiter(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", SelfMade.class, "stamped");

    incident.waits("stamped-job", PACKAGE + "SelfMade.priceLock").traced("stamped-job");
    String summary = words(incident);
    assertTrue(summary.contains("as it is not reentrant, that may be a waiter itself"), summary);
  }
}
