package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The wait-for graph through pools, queues, futures and connections. */
class WorkGraphTest {

  /** Both workers wait for tasks that are queued in their own pool. */
  private static Scene waitsForItself(Consumer<PoolDraft> pool) {
    return new Scene()
        .resource("f1", ResourceKind.FUTURE, "future of com.acme.Part#1")
        .resource("f2", ResourceKind.FUTURE, "future of com.acme.Part#2")
        .thread(1, "work-1", "import")
        .thread(2, "work-2", "import")
        .waits(1, "f1", "get", 6000)
        .waits(2, "f2", "get", 6000)
        .pool(
            "p",
            "pool work",
            draft -> {
              draft
                  .workers(2, 1, 2)
                  .queue("q", PoolSeen.UNBOUNDED)
                  .queued(2, 6000)
                  .waits("com.acme.Part", 6000, null, "f1", 0)
                  .waits("com.acme.Part", 6000, null, "f2", 1);
              pool.accept(draft);
            });
  }

  @Test
  void tasks_queued_behind_their_own_waiters_are_a_deadlock_without_any_holding() {
    WaitForGraph graph = waitsForItself(pool -> {}).graph();

    assertEquals(1, graph.deadlocks().size());
    assertEquals(List.of(1L, 2L), graph.deadlocks().get(0).threads());
    assertEquals(Cycle.Shape.GROUP, graph.deadlocks().get(0).shape());
  }

  @Test
  void pool_with_an_idle_worker_is_no_deadlock() {
    assertEquals(
        List.of(),
        waitsForItself(pool -> pool.worker(3).busy(2, 2))
            .running(3, "work-3", null)
            .graph()
            .cycles());
  }

  @Test
  void pool_that_can_still_grow_is_no_deadlock() {
    assertEquals(List.of(), waitsForItself(pool -> pool.most(3).queue("q", 100)).graph().cycles());
  }

  @Test
  void pool_that_grows_only_when_its_unbounded_queue_is_full_never_grows() {
    assertEquals(1, waitsForItself(pool -> pool.most(8)).graph().deadlocks().size());
  }

  @Test
  void worker_that_no_look_saw_may_still_come_back() {
    assertEquals(List.of(), waitsForItself(pool -> pool.workers(3, 3, 3)).graph().cycles());
  }

  @Test
  void future_whose_task_runs_leads_to_its_runner() {
    WaitForGraph graph =
        new Scene()
            .resource("f", ResourceKind.FUTURE, "future of com.acme.Part")
            .thread(1, "http-1", "GET /")
            .running(2, "work-1", null, frame("com.acme.Part", "call", 12))
            .waits(1, "f", "get", 6000)
            .pool(
                "p",
                "pool work",
                pool -> pool.workers(1, 2, 2).task("com.acme.Part", 2, 6100, 6000, null, "f", -1))
            .graph();

    Root root = graph.roots().get(0);
    assertEquals(Root.Kind.RUNNING, root.kind());
    assertEquals(2L, root.threadId());
    Holding holding = graph.holdingsFor("f").get(0).holding();
    assertEquals("runner", holding.as());
    assertEquals(SeenBy.HOOK, holding.by());
  }

  @Test
  void queued_task_leads_to_its_pool_and_to_what_the_workers_wait_for() {
    Scene scene =
        new Scene()
            .resource("f", ResourceKind.FUTURE, "future of com.acme.Part")
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.5:9000")
            .thread(1, "http-1", "GET /")
            .running(2, "work-1", null)
            .waits(1, "f", "get", 6000)
            .waits(2, "tcp", "read", 9000)
            .pool(
                "p",
                "pool work",
                pool ->
                    pool.workers(1, 2, 2)
                        .queued(3, 6100)
                        .waits("com.acme.Part", 6000, null, "f", 2));
    WaitForGraph graph = scene.graph();

    assertEquals("tcp", graph.roots().get(0).resourceKey());
    assertEquals(List.of(1, 1), graph.chains().get(0).width());
    Map<String, Object> waits =
        Json.parseObject(Json.document(WaitsDocument.of("b", 1, 1, graph).tree()));
    String text = Json.document(waits);
    assertTrue(text.contains("\"rel\": \"queued-in\", \"position\": 2"), text);
    assertTrue(
        text.contains(
            "\"kind\": \"pool\", \"name\": \"pool work\", \"class\": \"java.lang.Object\","
                + " \"limit\": 1, \"workers\": 1, \"inUse\": 1, \"blocked\": 1, \"depth\": 3"),
        text);
    assertTrue(text.contains("\"name\": \"work-1\""), text);
    String summary = SummaryTest.summary(scene.evidence());
    assertTrue(summary.contains("queued in `pool work` behind 2"), summary);
  }

  @Test
  void full_queue_leads_to_the_workers_of_the_pool_that_drains_it() {
    WaitForGraph graph =
        new Scene()
            .resource("q", ResourceKind.QUEUE, "queue of pool log", 10, 10)
            .resource("l", ResourceKind.LOCK, "com.acme.Disk.lock")
            .thread(1, "http-1", null)
            .thread(2, "log-1", null)
            .running(3, "janitor", null)
            .waits(1, "q", "put", 6000)
            .waits(2, "l", "lock", 9000)
            .holds("l", 3)
            .pool("p", "pool log", pool -> pool.workers(1, 2, 2).queue("q", 10).queued(10, 9000))
            .graph();

    assertEquals(3L, graph.roots().get(0).threadId());
    assertEquals("consumer", graph.holdingsFor("q").get(0).holding().as());
  }

  @Test
  void consumer_that_waits_for_the_producer_it_starves_is_a_deadlock() {
    WaitForGraph graph =
        new Scene()
            .resource("rows", ResourceKind.QUEUE, "com.acme.Export.rows", 10, 10)
            .resource("done", ResourceKind.LATCH, "com.acme.Export.done")
            .thread(1, "producer", "export")
            .thread(2, "consumer", "export")
            .waits(1, "rows", "put", 6000)
            .waits(2, "done", "await", 6000)
            .queue("rows", 10, 10, 10, 7000)
            .lastTake("rows", 2, 6100)
            .works("done", 1, "producer", -1)
            .graph();

    assertEquals(1, graph.deadlocks().size());
    assertEquals(List.of(1L, 2L), graph.deadlocks().get(0).threads());
  }

  private static Scene borrowsTwice(long limit, int holders, long timeoutMillis) {
    Scene scene =
        new Scene().resource("c", ResourceKind.CONNECTION_POOL, "HikariPool-1", limit, holders);
    for (int i = 1; i <= holders; i++) {
      scene
          .thread(i, "http-" + i, "POST /orders")
          .waits(i, "c", "borrow", 6000, timeoutMillis)
          .holds("c", i, null, 6100);
    }
    return scene;
  }

  @Test
  void all_holders_that_wait_for_a_second_connection_are_a_deadlock_without_a_timeout() {
    assertEquals(1, borrowsTwice(3, 3, 0).graph().deadlocks().size());
  }

  @Test
  void the_borrow_timeout_makes_a_chain_of_it() {
    WaitForGraph graph = borrowsTwice(3, 3, 30_000).graph();
    assertEquals(List.of(), graph.deadlocks());
    assertTrue(graph.cycles().get(0).timed());
  }

  @Test
  void a_free_connection_opens_it() {
    assertEquals(List.of(), borrowsTwice(4, 3, 0).graph().cycles());
  }

  @Test
  void one_holder_that_works_opens_it() {
    assertEquals(
        List.of(),
        borrowsTwice(4, 3, 0).running(4, "http-4", null).holds("c", 4, null, 100).graph().cycles());
  }

  @Test
  void event_loop_that_waits_for_its_own_promise_waits_for_itself() {
    WaitForGraph graph = WorkStories.eventLoopBlocked().graph();
    assertEquals(Cycle.Shape.SELF, graph.deadlocks().get(0).shape());
  }

  @Test
  void worker_without_a_task_is_idle_whatever_its_stack_and_context_look_like() {
    Scene scene =
        new Scene()
            .resource("park", ResourceKind.CONDITION, "com.acme.OwnQueue.notEmpty")
            .thread(1, "own-1", "left over", frame("com.acme.OwnPool", "next", 7))
            .waits(1, "park", "await", 60_000);

    assertEquals(1, scene.graph().activeWaits().size());
    WaitForGraph idle =
        scene.pool("p", "pool own", pool -> pool.workers(1, 1, 1).busy(0, 0)).graph();
    assertEquals(List.of(), idle.activeWaits());
    assertEquals(
        "a worker of pool own without work", idle.judgement(idle.waitsOf(1).get(0)).reason());
    WaitForGraph busy = scene.pool("p", "pool own", pool -> pool.busy(1, 1)).graph();
    assertEquals(1, busy.activeWaits().size());
  }

  @Test
  void worker_without_a_task_that_waits_for_a_lock_waits_all_the_same() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Disk.lock")
            .thread(1, "own-1", null)
            .waits(1, "l", "lock", 6000)
            .pool("p", "pool own", pool -> pool.workers(1, 1, 1).busy(0, 0))
            .graph();
    assertEquals(1, graph.activeWaits().size());
  }

  @Test
  void connection_of_a_task_that_is_over_ends_at_the_idle_thread() {
    WaitForGraph graph = WorkStories.leakedConnection().graph();
    Root root = graph.roots().get(0);

    assertEquals(Root.Kind.IDLE, root.kind());
    assertEquals(4, root.threadsBehind());
    assertEquals(1, graph.roots().size());
  }

  @Test
  void what_workers_of_a_starved_pool_wait_for_is_a_stall_only_for_the_diagnosis() {
    Scene scene = WorkStories.starvedPool();

    assertEquals(List.of(), scene.graph().activeWaits(), "a detector sees reads without a trace");
    WaitForGraph graph = Diagnosis.graph(scene.evidence(), IdlePolicy.DEFAULT);
    assertEquals(8, graph.activeWaits().size());
    assertEquals("tcp", graph.roots().get(0).resourceKey());
  }

  @Test
  void of_equal_holders_the_chain_follows_the_one_that_is_known_best() {
    Scene scene =
        new Scene()
            .resource("q", ResourceKind.QUEUE, "com.acme.Export.rows", 10, 10)
            .thread(1, "http-1", null)
            .running(2, "guessed", null)
            .running(3, "hooked", null)
            .waits(1, "q", "put", 6000)
            .holding("q", 2, Holding.Relation.WORKED_BY, "consumer", 9000, SeenBy.SAMPLE)
            .holding("q", 3, Holding.Relation.WORKED_BY, "consumer", 1000, SeenBy.HOOK);
    assertEquals(3L, scene.graph().roots().get(0).threadId());
  }

  @Test
  void holders_that_do_not_all_wait_for_the_same_are_told() {
    Scene scene = borrowsElsewhere();
    String summary = SummaryTest.summary(scene.evidence()).replaceAll("\\s+", " ");

    assertTrue(
        summary.contains(
            "**Not all alike:** of the 3 threads that hold or work `HikariPool-1`, 2 wait for `tcp"
                + " 10.0.0.5:9000` and 1 runs."),
        summary);
    assertFalse(summary.contains("JDBC"), summary);
  }

  private static Scene borrowsElsewhere() {
    Scene scene =
        new Scene()
            .resource("c", ResourceKind.CONNECTION_POOL, "HikariPool-1", 3, 3)
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.5:9000")
            .thread(9, "http-9", "POST /orders")
            .waits(9, "c", "borrow", 6000)
            .running(3, "report-3", null)
            .holds("c", 3, null, 7000);
    for (int i = 1; i <= 2; i++) {
      scene.running(i, "report-" + i, null).waits(i, "tcp", "read", 6500).holds("c", i, null, 7000);
    }
    return scene;
  }
}
