package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.WaitGraph;
import java.util.List;

/** Requests wait for a lock that somebody holds. */
final class HeldLockStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void with_nothing_configured_a_lock_held_for_five_seconds_is_explained(AgentJvm jvm) {
    String lock = PACKAGE + "BusyHolder.stockLock";

    Incident incident = Incident.withDefaults(jvm, "stall", BusyHolder.class);

    for (String victim : List.of("http-1", "http-2", "http-3")) {
      incident.waits(victim, lock).traced(victim, "victim").named(victim);
    }
    incident.holds("inventory-sync", lock).traced("inventory-sync", "holder");
    incident.named("inventory-sync").chain(List.of(3, 1), lock, "inventory-sync");
    incident.root("inventory-sync").rootIs("running", 3).title("stockLock").verdict("S03");
    assertTrue(incident.bundle().has("recording.jfr"), "a recording belongs to the defaults");
  }

  @OnEveryJdk
  void fair_lock_is_explained_like_any_other(AgentJvm jvm) {
    String lock = PACKAGE + "FairLock.stockLock";

    Incident.soon(jvm, "stall", FairLock.class)
        .waits("http-1", lock)
        .traced("http-1", "victim")
        .waits("http-3", lock)
        .holds("inventory-sync", lock)
        .traced("inventory-sync", "holder")
        .root("inventory-sync");
  }

  @OnEveryJdk
  void lock_is_named_by_the_field_that_keeps_it_and_else_by_where_it_was_created(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", NamedLocks.class);

    List<String> fields =
        List.of(
            "NamedLocks.instanceLock",
            "NamedLocks.finalLock",
            "NamedLocks.STATIC_LOCK",
            "NamedLocks$Tariff.tariffLock",
            "NamedLocks$Depot.depotLock",
            "NamedLocks.lambdaLock");
    for (int i = 0; i < fields.size(); i++) {
      incident.waits("http-" + (i + 1), PACKAGE + fields.get(i));
      incident.holds("inventory-sync", PACKAGE + fields.get(i));
    }
    String created = "ReentrantLock created at " + PACKAGE + "NamedLocks.create:";
    List<String> names =
        incident.waits().names().stream().filter(name -> name.startsWith(created)).toList();
    assertEquals(1, names.size(), () -> created + " in " + incident.waits().names());
    incident.waits("http-7", names.get(0)).root("inventory-sync");
  }

  @OnEveryJdk
  void chain_is_followed_over_three_locks_to_the_one_who_works(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", ThreeLevelChain.class);

    assertEquals(
        List.of(
            "http-1",
            PACKAGE + "ThreeLevelChain.stockLock",
            "stock-writer",
            PACKAGE + "ThreeLevelChain.priceLock",
            "price-feed",
            PACKAGE + "ThreeLevelChain.catalogLock",
            "catalog-import"),
        incident.waits().chainFrom("http-1"));
    for (String thread : List.of("http-1", "stock-writer", "price-feed", "catalog-import")) {
      incident.traced(thread).named(thread);
    }
    incident.root("catalog-import").verdict("S03");
  }

  @OnEveryJdk
  void two_hundred_waiters_are_counted_and_each_keeps_its_trace(AgentJvm jvm) {
    String lock = PACKAGE + "ManyWaiters.stockLock";

    Incident incident = Incident.soon(jvm, "stall", ManyWaiters.class);

    WaitGraph waits = incident.waits();
    for (int i = 1; i <= 200; i++) {
      String victim = "http-" + i;
      incident.waits(victim, lock).traced(victim, "victim");
    }
    assertEquals(200, (int) waits.node(lock).number("waiting"));
    incident.root("inventory-sync").rootIs("running", 200);
    long lines = incident.bundle().summary().lines().count();
    assertTrue(lines <= 60, () -> "the summary has " + lines + " lines");
  }

  @OnEveryJdk
  void lock_of_a_dead_thread_has_a_lost_owner(AgentJvm jvm) {
    String lock = PACKAGE + "LostOwner.stockLock";

    Incident incident = Incident.soon(jvm, "stall", LostOwner.class);

    incident.waits("http-1", lock).traced("http-1", "victim");
    incident.root("importer").rootIs("lost-owner", 1);
  }

  @OnEveryJdk
  void unsampled_trace_of_the_holder_is_found_all_the_same(AgentJvm jvm) {
    String lock = PACKAGE + "UnsampledHolder.stockLock";

    Incident incident = Incident.soon(jvm, "stall", UnsampledHolder.class);

    incident.waits("http-1", lock).traced("http-1", "victim");
    incident.holds("inventory-sync", lock).traced("inventory-sync", "holder");
    assertEquals(false, incident.implicated("inventory-sync").is("sampled"));
    assertEquals(true, incident.implicated("http-1").is("sampled"));
  }
}
