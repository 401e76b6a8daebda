package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.Since;
import io.duality.harness.WaitGraph;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Threads that wait for each other. */
final class DeadlockStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void two_locks_taken_crosswise_are_a_deadlock_with_both_traces(AgentJvm jvm) {
    crosswise(Incident.soon(jvm, "deadlock", LockDeadlock.class), "LockDeadlock");
  }

  @OnEveryJdk
  @Since(21)
  void virtual_threads_deadlock_like_any_other(AgentJvm jvm) {
    crosswise(Incident.soon(jvm, "deadlock", VirtualLockDeadlock.class), "VirtualLockDeadlock");
  }

  private static void crosswise(Incident incident, String program) {
    String credit = PACKAGE + program + ".creditLock";
    String points = PACKAGE + program + ".pointsLock";
    incident.holds("transfer-1", credit).waits("transfer-1", points).traced("transfer-1");
    incident.holds("transfer-2", points).waits("transfer-2", credit).traced("transfer-2");
    incident.named("transfer-1").named("transfer-2").verdict("S04");
    assertRing(incident.waits(), Set.of("transfer-1", "transfer-2", credit, points));
  }

  @OnEveryJdk
  void two_monitors_entered_crosswise_are_a_deadlock(AgentJvm jvm) {
    monitors(Incident.soon(jvm, "deadlock", MonitorDeadlock.class), 2);
  }

  @OnEveryJdk
  void three_monitors_in_a_ring_are_a_deadlock(AgentJvm jvm) {
    monitors(Incident.soon(jvm, "deadlock", MonitorDeadlock.class, "3"), 3);
  }

  private static void monitors(Incident incident, int threads) {
    List<String> ring =
        incident.waits().names().stream()
            .filter(name -> name.startsWith("monitor " + PACKAGE + "MonitorDeadlock$Account@"))
            .toList();
    assertEquals(threads, ring.size(), () -> "monitors among " + incident.waits().names());
    Set<String> members = new TreeSet<>(ring);
    for (int i = 1; i <= threads; i++) {
      String thread = "transfer-" + i;
      members.add(thread);
      incident.traced(thread).named(thread).said(thread, "waiting for monitor " + PACKAGE);
    }
    assertRing(incident.waits(), members);
    incident.verdict("S04");
  }

  @OnEveryJdk
  void monitor_and_lock_taken_crosswise_are_one_ring(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", MixedDeadlock.class);

    String lock = PACKAGE + "MixedDeadlock.stockLock";
    incident.waits("order", lock).traced("order");
    incident.holds("cancel", lock).traced("cancel");
    incident.said("cancel", "waiting for monitor " + PACKAGE + "MixedDeadlock$Cart@");
    assertEquals(1, incident.waits().cycles().size());
    assertEquals(4, new TreeSet<>(incident.waits().cycles().get(0)).size());
    incident.verdict("S04");
  }

  @OnEveryJdk
  void ring_with_a_limited_wait_is_a_chain_because_it_will_end_by_itself(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", TimedCycle.class);

    String credit = PACKAGE + "TimedCycle.creditLock";
    String points = PACKAGE + "TimedCycle.pointsLock";
    incident.holds("transfer-1", credit).waits("transfer-1", points).traced("transfer-1");
    incident.holds("transfer-2", points).waits("transfer-2", credit).traced("transfer-2");
    incident.said("transfer-1", " of 40s");
    assertEquals(List.of(), incident.bundle().findings("S04"));
    incident.app().control().awaitLooks(2);
    assertTrue(
        incident.app().bundles().stream()
            .map(OpenedBundle::trigger)
            .noneMatch(trigger -> trigger.text("name").equals("deadlock")),
        () -> "a deadlock was reported: " + incident.app().bundles());
  }

  private static void assertRing(WaitGraph waits, Set<String> members) {
    List<List<String>> cycles = waits.cycles();
    assertEquals(1, cycles.size(), () -> "cycles of " + waits.tree());
    assertEquals(new TreeSet<>(members), new TreeSet<>(cycles.get(0)));
  }
}
