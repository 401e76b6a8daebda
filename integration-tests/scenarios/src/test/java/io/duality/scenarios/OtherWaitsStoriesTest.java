package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.Since;
import java.util.List;

/** Requests that wait for something else than a lock, or on virtual threads. */
final class OtherWaitsStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void request_that_gets_no_permit_of_a_semaphore_is_stuck(AgentJvm jvm) {
    String permits = PACKAGE + "PermitsGone.uploadPermits";

    Incident.soon(jvm, "stall", PermitsGone.class)
        .waits("http-1", permits)
        .traced("http-1", "victim")
        .named("http-1")
        .waits("http-2", permits)
        .traced("http-2", "victim")
        .title("uploadPermits");
  }

  @OnEveryJdk
  void request_whose_condition_nobody_signals_is_stuck(AgentJvm jvm) {
    Incident.soon(jvm, "stall", MissedSignal.class)
        .waits("http-1", PACKAGE + "MissedSignal.answered")
        .traced("http-1", "victim")
        .named("http-1")
        .title("MissedSignal.answered");
  }

  @OnEveryJdk
  void monitor_has_a_holder_and_its_waiters_have_traces(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", MonitorHeld.class);

    String prefix = "monitor " + PACKAGE + "MonitorHeld$Cart@";
    List<String> monitors =
        incident.waits().names().stream().filter(name -> name.startsWith(prefix)).toList();
    assertEquals(1, monitors.size(), () -> prefix + " in " + incident.waits().names());
    for (String victim : List.of("http-1", "http-2")) {
      incident.waits(victim, monitors.get(0)).traced(victim, "victim").named(victim);
    }
    assertTrue(incident.waits().hasEdge(monitors.get(0), "held-by", "repricing"));
    incident.traced("repricing", "holder").root("repricing");
  }

  @OnEveryJdk
  @Since(21)
  void chain_of_virtual_threads_ends_at_the_platform_thread_that_works(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", VirtualChain.class);

    assertEquals(
        List.of(
            "request-1",
            PACKAGE + "VirtualChain.stockLock",
            "stock-writer",
            PACKAGE + "VirtualChain.priceLock",
            "price-feed"),
        incident.waits().chainFrom("request-1"));
    for (String thread : List.of("request-1", "request-2", "request-3", "stock-writer")) {
      incident.traced(thread).named(thread);
    }
    incident.traced("price-feed", "holder").root("price-feed");
  }
}
