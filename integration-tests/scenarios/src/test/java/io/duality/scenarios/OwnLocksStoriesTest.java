package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;

/** Locks and queues that the application has derived, copied or written itself. */
final class OwnLocksStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.OwnLocks.";

  @OnEveryJdk
  void subclass_copy_and_own_synchronizer_have_their_field_s_name_and_their_kind(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", OwnLocks.class);

    is(incident, "http-1", "stockLock", "lock");
    is(incident, "http-2", "priceLock", "read-write-lock");
    is(incident, "http-3", "turnMutex", "lock");
    is(incident, "http-4", "openingLatch", "synchronizer");
    is(incident, "http-5", "orderQueue", "queue");
    for (String lock : new String[] {"stockLock", "priceLock", "turnMutex"}) {
      incident.holds("inventory-sync", PACKAGE + lock);
    }
    String latch = incident.waits().node(PACKAGE + "openingLatch").text("class");
    assertEquals("io.duality.scenarios.OwnLocks$OpeningLatch", latch);
  }

  private static void is(Incident incident, String thread, String field, String kind) {
    incident.waits(thread, PACKAGE + field);
    assertEquals(kind, incident.waits().node(PACKAGE + field).text("kind"), field);
  }
}
