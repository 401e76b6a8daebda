package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.Tree;
import java.util.List;
import java.util.TreeSet;

/** Threads that wait for the work of others: in pools, in queues, behind futures. */
final class PoolStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void pool_whose_workers_wait_for_their_own_queue_is_a_deadlock(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", NestedTasks.class);

    String parts = "future of " + PACKAGE + "NestedTasks$Rows";
    incident.waits("export-1", parts).traced("http-1").traced("http-2").verdict("S04");
    List<List<String>> cycles = incident.waits().cycles();
    assertEquals(1, cycles.size(), () -> "cycles of " + incident.waits().tree());
    assertTrue(
        new TreeSet<>(cycles.get(0)).containsAll(List.of("export-1", "export-2")),
        () -> "cycle of " + cycles);
    for (String worker : List.of("export-1", "export-2")) {
      assertTrue(
          incident.waits().hasEdge(parts, "worked-by", worker),
          () -> parts + " by " + worker + " in " + incident.waits().tree());
    }
  }

  @OnEveryJdk
  void common_pool_whose_workers_all_wait_leads_to_the_peer_they_wait_for(AgentJvm jvm) {
    jvm.options("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + CommonPoolBusy.WORKERS);
    Incident incident = Incident.soon(jvm, "stall", CommonPoolBusy.class);
    String peer = told(incident, "peer");

    for (String thread : List.of("price-1", "price-2", "price-3", "price-4")) {
      incident.traced(thread, "victim");
    }
    // Four requests, and the two workers of the pool in front of them.
    incident.root(peer).rootIs("peer", 4 + CommonPoolBusy.WORKERS).title(peer);
  }

  @OnEveryJdk
  void future_of_a_task_that_was_thrown_away_is_said_to_have_nobody(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", TaskDiscarded.class);

    String letter = "future of " + PACKAGE + "TaskDiscarded$Letter";
    incident.waits("mail-1", letter).traced("mail-1").root(letter);
    String summary = incident.bundle().summary().replaceAll("\\s+", " ");
    assertTrue(summary.contains("no thread runs it, so nobody will complete it"), summary);
  }

  @OnEveryJdk
  void full_queue_leads_to_its_consumer_and_to_what_that_waits_for(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", FullQueue.class);
    String peer = told(incident, "peer");
    String rows = PACKAGE + "FullQueue.rowQueue";

    for (String thread : List.of("export-1", "export-2", "export-3")) {
      incident.waits(thread, rows).traced(thread, "victim").named(thread);
    }
    Tree queue = incident.waits().node(rows);
    assertEquals(2, (int) queue.number("depth"), queue::toString);
    assertEquals(2, (int) queue.number("limit"), queue::toString);
    Tree worked = incident.waits().edgesFrom(rows).get(0);
    assertEquals("consumer", worked.text("as"), worked::toString);
    assertEquals("seen", worked.text("by"), worked::toString);
    incident
        .root(peer)
        .rootIs("peer", 3)
        .chain(List.of(3, 1), rows, "report-uploader", peer)
        .title(peer)
        .verdict("S03");
  }

  private static String told(Incident incident, String what) {
    return incident.app().stdout().stream()
        .filter(line -> line.startsWith("RESOURCE " + what + " "))
        .map(line -> line.substring(("RESOURCE " + what + " ").length()))
        .findFirst()
        .orElseThrow();
  }
}
