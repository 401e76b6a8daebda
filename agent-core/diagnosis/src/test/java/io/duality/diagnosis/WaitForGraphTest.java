package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Holding;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitForGraphTest {

  @Test
  void waits_of_one_lock_end_at_the_running_thread_that_holds_it() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock")
            .running(9, "inventory-sync", "SyncJob", frame("com.acme.Sync", "copy", 42))
            .holds("l", 9, null, 6000);
    for (int i = 1; i <= 3; i++) {
      scene.thread(i, "http-" + i, "POST /orders").waits(i, "l", "lock", 1000L * i);
    }
    WaitForGraph graph = scene.graph();

    assertEquals(1, graph.roots().size());
    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.RUNNING, root.kind());
    assertEquals(9L, root.threadId());
    assertEquals(List.of(3L, 2L, 1L), root.behind());
    assertEquals(Map.of("POST /orders", 3), root.activitiesBehind());
    assertEquals(List.of(3, 1), graph.chains().get(0).width());
    assertEquals(Set.of(1L, 2L, 3L), graph.behind(9));
    assertEquals(
        "runs in com.acme.Sync.copy(Sync.java:42) and holds com.acme.Inventory.stockLock,"
            + " 3 threads behind it",
        root.why());
    assertTrue(graph.cycles().isEmpty());
  }

  @Test
  void pool_queue_and_silent_peer_are_one_chain_of_21_10_1() {
    WaitForGraph graph = Stories.silentPeer().graph();

    assertEquals(1, graph.roots().size(), graph.roots().toString());
    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.PEER, root.kind());
    assertEquals("tcp", root.resourceKey());
    assertEquals(97L, root.threadId());
    assertEquals(31, root.threadsBehind());
    assertEquals("{POST /orders=21, export monthly-report=10}", root.activitiesBehind().toString());
    assertEquals(1, graph.chains().size());
    assertEquals(List.of(21, 10, 1), graph.chains().get(0).width());
    assertEquals(88L, graph.followed(graph.chains().get(0).levels().get(0).followed()).threadId());
  }

  @Test
  void two_threads_that_took_two_locks_in_opposite_order_are_a_deadlock() {
    WaitForGraph graph = Stories.twoLocks().graph();

    assertEquals(1, graph.deadlocks().size());
    Cycle cycle = graph.deadlocks().get(0);
    assertEquals(Cycle.Shape.RING, cycle.shape());
    assertEquals(List.of(1L, 2L), cycle.threads());
    assertEquals(List.of("b", "a"), cycle.resources());
    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.CYCLE, root.kind());
    assertEquals(List.of(3L), root.behind());
  }

  @Test
  void a_cycle_with_a_timed_wait_is_a_chain_not_a_deadlock() {
    WaitForGraph graph =
        new Scene()
            .resource("a", ResourceKind.LOCK, "A.lock")
            .resource("b", ResourceKind.LOCK, "B.lock")
            .thread(1, "one", null)
            .thread(2, "two", null)
            .holds("a", 1)
            .holds("b", 2)
            .waits(1, "b", "lock", 900)
            .waits(2, "a", "lock", 800, 5000)
            .graph();

    assertEquals(1, graph.cycles().size());
    assertTrue(graph.cycles().get(0).timed());
    assertTrue(graph.deadlocks().isEmpty());
  }

  @Test
  void a_reader_that_waits_for_the_write_lock_of_the_same_lock_waits_for_itself() {
    WaitForGraph graph =
        new Scene()
            .resource("rw", ResourceKind.READ_WRITE_LOCK, "com.acme.Cache.lock")
            .thread(1, "refresh", null)
            .holds("rw", 1, "reader", 5000)
            .waits(1, "rw", "write-lock", 4000)
            .graph();

    assertEquals(Cycle.Shape.SELF, graph.deadlocks().get(0).shape());
    assertEquals(List.of(1L), graph.deadlocks().get(0).threads());
  }

  @Test
  void two_readers_that_both_want_to_write_are_one_cycle() {
    WaitForGraph graph =
        new Scene()
            .resource("rw", ResourceKind.READ_WRITE_LOCK, "com.acme.Cache.lock")
            .thread(1, "refresh-1", null)
            .thread(2, "refresh-2", null)
            .holds("rw", 1, "reader", 5000)
            .holds("rw", 2, "reader", 5000)
            .waits(1, "rw", "write-lock", 4000)
            .waits(2, "rw", "write-lock", 3000)
            .graph();

    assertEquals(1, graph.deadlocks().size());
    assertEquals(List.of(1L, 2L), graph.deadlocks().get(0).threads());
  }

  @Test
  void an_owner_that_seems_to_wait_for_its_own_lock_was_read_at_two_moments() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "A.lock")
            .thread(1, "one", null)
            .thread(2, "two", null)
            .holds("l", 1)
            .waits(1, "l", "lock", 3)
            .waits(2, "l", "lock", 2)
            .graph();

    assertTrue(graph.cycles().isEmpty());
    assertFalse(graph.active(graph.waitsOf(1).get(0)));
    assertEquals(1L, graph.roots().get(0).threadId());
  }

  @Test
  void pool_whose_workers_wait_for_their_own_queue_is_a_deadlock() {
    Scene scene = new Scene();
    for (int i = 1; i <= 4; i++) {
      scene
          .resource("f" + i, ResourceKind.FUTURE, "future of com.acme.Part#" + i)
          .thread(i, "work-" + i, null)
          .waits(i, "f" + i, "get", 5000 + i);
    }
    for (int f = 1; f <= 4; f++) {
      for (int t = 1; t <= 4; t++) {
        scene.works("f" + f, t, "worker", -1);
      }
    }
    WaitForGraph graph = scene.graph();

    assertEquals(1, graph.deadlocks().size());
    assertEquals(Cycle.Shape.GROUP, graph.deadlocks().get(0).shape());
    assertEquals(List.of(1L, 2L, 3L, 4L), graph.deadlocks().get(0).threads());
    assertTrue(graph.active(graph.waitsOf(1).get(0)));
  }

  @Test
  void one_free_worker_is_enough_for_no_deadlock() {
    Scene scene = new Scene().running(5, "work-5", null);
    for (int i = 1; i <= 4; i++) {
      scene
          .resource("f" + i, ResourceKind.FUTURE, "future of com.acme.Part#" + i)
          .thread(i, "work-" + i, "import")
          .waits(i, "f" + i, "get", 5000 + i)
          .works("f" + i, 5, "worker", -1);
      for (int t = 1; t <= 4; t++) {
        scene.works("f" + i, t, "worker", -1);
      }
    }
    assertTrue(scene.graph().cycles().isEmpty());
  }

  @Test
  void connections_that_all_wait_for_a_second_one_open_after_the_pools_timeout() {
    Scene scene = new Scene().resource("p", ResourceKind.CONNECTION_POOL, "HikariPool-1", 2, 2);
    scene.thread(1, "a", "GET /a").holds("p", 1).waits(1, "p", "borrow", 4000, 30_000);
    scene.thread(2, "b", "GET /a").holds("p", 2).waits(2, "p", "borrow", 3000, 30_000);

    Cycle cycle = scene.graph().cycles().get(0);
    assertTrue(cycle.timed());
    assertEquals(Cycle.Shape.GROUP, cycle.shape());
  }

  @Test
  void holders_that_were_not_seen_prove_no_deadlock() {
    Scene scene = new Scene().resource("p", ResourceKind.CONNECTION_POOL, "HikariPool-1", 10, 10);
    scene.thread(1, "a", "GET /a").holds("p", 1).waits(1, "p", "borrow", 4000);
    WaitForGraph graph = scene.graph();

    assertTrue(graph.cycles().isEmpty());
    assertEquals(Root.Kind.UNKNOWN_HOLDER, graph.roots().get(0).kind());
  }

  @Test
  void idle_stages_that_feed_each_other_are_not_a_cycle() {
    WaitForGraph graph =
        new Scene()
            .resource("q1", ResourceKind.QUEUE, "A.in")
            .resource("q2", ResourceKind.QUEUE, "B.in")
            .thread(1, "a", null)
            .thread(2, "b", null)
            .waits(1, "q1", "take", 9000)
            .waits(2, "q2", "take", 9000)
            .holding("q1", 2, Holding.Relation.WORKED_BY, "producer", 9000, SeenBy.SEEN)
            .holding("q2", 1, Holding.Relation.WORKED_BY, "producer", 9000, SeenBy.SEEN)
            .graph();

    assertTrue(graph.cycles().isEmpty());
    assertTrue(graph.roots().isEmpty());
  }

  @Test
  void who_waits_to_be_notified_does_not_wait_for_the_monitors_owner() {
    WaitForGraph graph =
        new Scene()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Cart@1f")
            .thread(1, "cart-1", "GET /cart")
            .running(2, "cart-2", null)
            .waits(1, "m", "wait", 9000)
            .holds("m", 2)
            .graph();

    assertEquals(Root.Kind.EVENT, graph.roots().get(0).kind());
    assertTrue(graph.behind(2).isEmpty());
  }

  @Test
  void a_holder_that_has_ended_is_a_lost_owner() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "A.lock")
            .thread(1, "one", null)
            .waits(1, "l", "lock", 2000)
            .holds("l", 77)
            .graph();

    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.LOST_OWNER, root.kind());
    assertEquals("thread 77", graph.label(77));
    assertEquals(1, root.threadsBehind());
  }

  @Test
  void a_monitor_without_a_visible_owner_says_who_may_own_it() {
    WaitForGraph graph =
        new Scene()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Cart@1f")
            .thread(1, "cart-1", "GET /cart")
            .waits(1, "m", "enter", 9000)
            .graph();

    assertEquals(Root.Kind.UNKNOWN_HOLDER, graph.roots().get(0).kind());
    assertTrue(graph.roots().get(0).why().contains("a virtual thread may be"));
  }

  @Test
  void of_many_readers_the_chain_follows_the_one_that_waits_itself() {
    Scene scene =
        new Scene()
            .resource("rw", ResourceKind.READ_WRITE_LOCK, "com.acme.Cache.lock")
            .resource("s", ResourceKind.SOCKET, "tcp 10.0.0.5:9000")
            .thread(1, "writer", null)
            .waits(1, "rw", "write-lock", 4000);
    for (int i = 2; i <= 6; i++) {
      scene.running(i, "reader-" + i, null).holds("rw", i, "reader", 100L * i);
    }
    scene.waits(4, "s", "read", 4100);
    WaitForGraph graph = scene.graph();

    assertEquals(Root.Kind.PEER, graph.roots().get(0).kind());
    assertEquals(4, graph.chains().get(0).levels().get(0).alternatives());
    assertEquals(Set.of(1L), graph.behind(6));
  }

  @Test
  void a_sleeping_holder_is_the_root_once_somebody_waits_behind_it() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "A.lock")
            .resource("z", ResourceKind.SLEEP, "sleep")
            .thread(1, "one", null)
            .thread(2, "two", null)
            .waits(1, "l", "lock", 2000)
            .holds("l", 2)
            .waits(2, "z", "sleep", 2100, 10_000)
            .graph();

    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.SLEEPING, root.kind());
    assertEquals(2L, root.threadId());
    assertEquals(List.of(1L), root.behind());
  }

  @Test
  void a_holder_that_is_parked_by_nothing_known_is_itself_the_root() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "A.lock")
            .resource("p", ResourceKind.PARK, "park of two")
            .thread(1, "one", null)
            .thread(2, "two", null)
            .waits(1, "l", "lock", 2000)
            .holds("l", 2)
            .waits(2, "p", "park", 2100)
            .graph();

    assertEquals(1, graph.roots().size());
    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.PARKED, root.kind());
    assertEquals(2L, root.threadId());
    assertEquals("l", root.resourceKey());
    assertEquals(List.of(1, 1), graph.chains().get(0).width());
  }

  @Test
  void a_thread_that_holds_many_things_is_one_root_and_the_same_incident_as_its_pause() {
    Scene scene = new Scene().running(9, "holder", null);
    for (int i = 1; i <= 5; i++) {
      scene.resource("l" + i, ResourceKind.LOCK, "A.lock" + i).holds("l" + i, 9);
      scene.thread(i, "t-" + i, null).waits(i, "l" + i, "lock", 2000 + i);
    }
    WaitForGraph running = scene.graph();
    WaitForGraph parked =
        scene
            .thread(9, "holder", null)
            .resource("p", ResourceKind.PARK, "park of holder")
            .waits(9, "p", "park", 100)
            .graph();

    assertEquals(1, running.roots().size());
    assertEquals(5, running.roots().get(0).threadsBehind());
    assertEquals(Root.Kind.PARKED, parked.roots().get(0).kind());
    assertEquals(
        Signature.of(running, running.roots().get(0)), Signature.of(parked, parked.roots().get(0)));
  }

  @Test
  void five_thousand_threads_take_no_time_to_speak_of() {
    Scene scene = new Scene().running(0, "holder", null);
    for (int i = 1; i <= 5000; i++) {
      String key = "l" + (i - 1);
      scene
          .resource(key, ResourceKind.LOCK, "Lock" + (i - 1))
          .thread(i, "t-" + i, "GET /")
          .holds(key, i - 1)
          .waits(i, key, "lock", 10_000 - i);
    }
    assertTimeout(
        Duration.ofSeconds(10), // a quadratic algorithm takes minutes
        () -> {
          WaitForGraph graph = scene.graph();
          assertEquals(5000, graph.roots().get(0).threadsBehind());
          assertEquals(5000, graph.chains().get(0).levels().size());
          WaitsDocument.of("b", 1, 1, graph);
        });
  }

  @Test
  void five_thousand_waiters_with_two_hundred_holders_are_one_root() {
    Scene scene = new Scene().resource("p", ResourceKind.CONNECTION_POOL, "HikariPool-1", 200, 200);
    for (int i = 1; i <= 200; i++) {
      scene.running(i, "holder-" + i, null).holds("p", i);
    }
    for (int i = 201; i <= 5200; i++) {
      scene.thread(i, "http-" + i, "GET /").waits(i, "p", "borrow", i, 30_000);
    }
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          WaitForGraph graph = scene.graph();
          assertEquals(1, graph.roots().size());
          assertEquals(5000, graph.roots().get(0).threadsBehind());
          ThreadNotes notes = ThreadNotes.of(graph, graph.nanos());
          graph.threads().keySet().forEach(notes::lines);
          WaitsDocument.of("b", 1, 1, graph);
        });
  }

  @Test
  void a_wait_that_names_nothing_the_look_describes_is_still_a_wait() {
    WaitForGraph graph = new Scene().waits(1, "lost", "lock", 3000).graph();

    assertEquals("thread 1", graph.label(1));
    assertEquals("lost", graph.resource("lost").name());
    ThreadSeen nobody = graph.thread(1);
    assertEquals(null, nobody);
  }
}
