package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.Schemas;
import io.duality.model.SeenBy;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two workers hold both connections, one waits for a task that its own pool has queued. */
class ResourcesDocumentTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final Instant AT = Instant.parse("2026-11-21T03:07:41.482Z");
  private static final TraceRef TRACE =
      new TraceRef("8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", "POST /orders", true);

  private static Resource resource(String key, ResourceKind kind, String name, long limit) {
    return new Resource(key, kind, name, "x.Y", 7, limit, limit, Resource.Named.FIELD);
  }

  private static Look look(int number, long depth, long submitted) {
    long nanos = NOW + number * 1_000_000_000L;
    List<ThreadSeen> threads = new ArrayList<>();
    List<Holding> holdings = new ArrayList<>();
    StackTraceElement place = new StackTraceElement("com.acme.Dao", "load", "Dao.java", 12);
    for (long id = 1; id <= 2; id++) {
      threads.add(
          new ThreadSeen(id, "export-" + id, false, true, Thread.State.WAITING, null, List.of()));
      holdings.add(
          new Holding(
                  "db", id, Holding.Relation.HELD_BY, null, 1, NOW - 2_000_000_000L, SeenBy.HOOK)
              .takenAt(place));
    }
    PoolSeen pool =
        new PoolSeen(
            "p",
            "jdk",
            2,
            List.of(1L, 2L),
            2,
            2,
            "q",
            "java.util.concurrent.LinkedBlockingQueue",
            depth,
            PoolSeen.UNBOUNDED,
            4_000_000_000L,
            new PoolSeen.Counters(submitted, 20, 18, 0, PoolSeen.UNKNOWN),
            new PoolSeen.Delays(3, 5_000_000, 9_000_000, 9_000_000),
            List.of(
                new TaskSeen("com.acme.Export", 1, NOW - 3_000_000_000L, NOW, TRACE, null, -1),
                new TaskSeen(
                    "com.acme.Part",
                    TaskSeen.NOBODY,
                    NOW - 1_000_000_000L,
                    TaskSeen.UNKNOWN_TIME,
                    TRACE,
                    "f",
                    3)),
            PoolSeen.Phase.RUNNING);
    return new Look(
        number,
        AT.plusSeconds(number),
        nanos,
        threads,
        List.of(new OpenWait(1, "f", "get", NOW, 0, true, SeenBy.SLOT)),
        List.of(
            resource("db", ResourceKind.CONNECTION_POOL, "HikariPool-1", 2),
            resource("p", ResourceKind.POOL, "pool export", -1),
            resource("q", ResourceKind.QUEUE, "queue of pool export", -1),
            resource("f", ResourceKind.FUTURE, "future of com.acme.Part", -1)),
        holdings,
        List.of(),
        List.of(pool),
        List.of(
            new QueueSeen(
                "q",
                depth,
                PoolSeen.UNBOUNDED,
                40,
                4_000_000_000L,
                new QueueSeen.Hand(2, "export-2", NOW),
                new QueueSeen.Hand(9, "main", NOW + 1),
                true)),
        List.of());
  }

  private static Map<String, Object> document() {
    List<WaitForGraph> graphs =
        List.of(
            WaitForGraph.of(look(0, 10, 30)),
            WaitForGraph.of(look(1, 14, 34)),
            WaitForGraph.of(look(2, 18, 38)));
    String text =
        Json.document(
            ResourcesDocument.of("01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c", graphs, 1, List.of()));
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Schemas.text("resources"))
            .validate(text, InputFormat.JSON),
        text);
    return Json.parseObject(text);
  }

  private static Map<?, ?> named(Map<String, Object> document, String name) {
    return ((List<?>) document.get("resources"))
        .stream()
            .map(Map.class::cast)
            .filter(resource -> name.equals(resource.get("name")))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void pool_tells_its_workers_its_tasks_and_how_fast_it_fills() {
    Map<?, ?> pool = named(document(), "pool export");
    assertEquals(2L, pool.get("limit"));
    assertEquals(2L, pool.get("blocked"));
    assertEquals(14L, pool.get("depth"));
    assertEquals(18L, pool.get("highWater"));
    assertEquals("unbounded", ((Map<?, ?>) pool.get("queue")).get("capacity"));
    Map<?, ?> trend = (Map<?, ?>) pool.get("trend");
    assertEquals(4.0, ((Number) trend.get("growthPerSecond")).doubleValue());
    assertEquals(4.0, ((Number) trend.get("arrivalPerSecond")).doubleValue());
    assertEquals(0.0, ((Number) trend.get("drainPerSecond")).doubleValue());
    Map<?, ?> running = (Map<?, ?>) ((List<?>) pool.get("tasks")).get(0);
    assertEquals("export-1", running.get("thread"));
    assertEquals(TRACE.traceId(), running.get("traceId"));
    assertEquals(
        null, ((Map<?, ?>) pool.get("counters")).get("rejected"), "nobody counts rejections");
  }

  @Test
  void future_leads_to_the_pool_and_the_place_of_its_task() {
    Map<?, ?> future = named(document(), "future of com.acme.Part");
    assertEquals("pool export", future.get("pool"));
    assertEquals("queued", ((Map<?, ?>) future.get("task")).get("state"));
    assertEquals(3L, ((Map<?, ?>) future.get("task")).get("position"));
    assertEquals("export-1 and 1 more", future.get("owner"));
  }

  @Test
  void queue_names_who_moved_last_and_belongs_to_its_pool() {
    Map<?, ?> queue = named(document(), "queue of pool export");
    assertEquals("pool export", queue.get("owner"));
    assertEquals("unbounded", queue.get("limit"));
    assertEquals(40L, queue.get("highWater"));
    assertEquals("export-2", ((Map<?, ?>) queue.get("lastTake")).get("thread"));
    assertEquals("main", ((Map<?, ?>) queue.get("lastPut")).get("thread"));
  }

  @Test
  void what_has_no_limit_or_can_be_used_up_is_a_risk_with_its_reason() {
    String risks = document().get("risks").toString();
    assertTrue(risks.contains("the queue of pool export has no limit, 14 tasks in it now"), risks);
    assertTrue(
        risks.contains("pool export (2 workers) may hold every connection of HikariPool-1 (2)"),
        risks);
    Map<?, ?> connections = named(document(), "HikariPool-1");
    Map<?, ?> holder = (Map<?, ?>) ((List<?>) connections.get("holders")).get(0);
    assertEquals("com.acme.Dao.load(Dao.java:12)", holder.get("at"));
  }
}
