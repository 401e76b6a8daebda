package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import java.util.List;

/** Readers and writers of one lock. */
final class ReadWriteLockStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void reader_that_keeps_a_writer_waiting_is_the_holder(AgentJvm jvm) {
    String lock = PACKAGE + "ReadHeldWriteWaits.priceLock";

    Incident.soon(jvm, "stall", ReadHeldWriteWaits.class)
        .waits("price-update", lock)
        .traced("price-update", "victim")
        .waits("http-1", lock)
        .holds("price-report", lock)
        .traced("price-report", "holder")
        .root("price-report");
  }

  @OnEveryJdk
  void writer_that_keeps_readers_waiting_is_the_holder(AgentJvm jvm) {
    String lock = PACKAGE + "WriteHeldReadWaits.priceLock";

    Incident.soon(jvm, "stall", WriteHeldReadWaits.class)
        .waits("http-1", lock)
        .traced("http-1", "victim")
        .waits("http-2", lock)
        .holds("price-update", lock)
        .traced("price-update", "holder")
        .root("price-update");
  }

  @OnEveryJdk
  void thread_that_upgrades_its_own_read_lock_is_a_deadlock_of_one(AgentJvm jvm) {
    String lock = PACKAGE + "UpgradeAlone.priceLock";

    Incident incident = Incident.soon(jvm, "deadlock", UpgradeAlone.class);

    incident.waits("price-refresh", lock).holds("price-refresh", lock).traced("price-refresh");
    incident.verdict("S04").title("priceLock");
    assertEquals(1, incident.waits().cycles().size());
  }

  @OnEveryJdk
  void two_readers_that_both_upgrade_are_a_deadlock(AgentJvm jvm) {
    String lock = PACKAGE + "TwoUpgraders.priceLock";

    Incident incident = Incident.soon(jvm, "deadlock", TwoUpgraders.class);

    for (String thread : List.of("price-refresh-1", "price-refresh-2")) {
      incident.waits(thread, lock).holds(thread, lock).traced(thread);
    }
    incident.verdict("S04").title("priceLock");
  }
}
