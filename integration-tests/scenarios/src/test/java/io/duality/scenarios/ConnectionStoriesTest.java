package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.mchange.v2.log.MLog;
import com.zaxxer.hikari.HikariDataSource;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.util.List;
import org.apache.commons.pool2.ObjectPool;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.juli.logging.Log;
import org.h2.Driver;
import org.slf4j.Logger;

/** Threads that wait for a connection of a pool: which pool, who has it, borrowed where. */
final class ConnectionStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";
  private static final Class<?>[] LIBRARIES = {
    HikariDataSource.class,
    Driver.class,
    Logger.class,
    org.apache.tomcat.jdbc.pool.DataSource.class,
    Log.class,
    org.apache.commons.dbcp2.BasicDataSource.class,
    ObjectPool.class,
    org.apache.commons.logging.Log.class,
    org.apache.commons.dbcp.BasicDataSource.class,
    org.apache.commons.pool.ObjectPool.class,
    ComboPooledDataSource.class,
    MLog.class,
    org.postgresql.Driver.class,
    org.apache.http.client.HttpClient.class,
    org.apache.http.HttpHost.class,
    HttpClient.class,
    HttpHost.class,
    HttpVersionPolicy.class
  };

  @OnEveryJdk
  void orders_wait_for_connections_of_exports_that_wait_for_an_uploader_whose_peer_is_silent(
      AgentJvm jvm) {
    Incident incident = stuck(jvm, ReportIncident.class);

    String queue = PACKAGE + "ReportIncident$ReportExporter.rowQueue";
    for (int i = 1; i <= 21; i++) {
      String request = "http-nio-8080-exec-" + i;
      incident.waits(request, "HikariPool-1").traced(request, "victim").named(request);
      Tree wait = incident.waits().edgesFrom(request).get(0);
      assertEquals("borrow", wait.text("op"), wait::toString);
      assertEquals("slot", wait.text("by"), wait::toString);
      limited(60_000, timeout(incident, request));
    }
    for (int i = 1; i <= 10; i++) {
      String export = "report-export-" + i;
      incident.waits(export, queue).holds(export, "HikariPool-1").traced(export).named(export);
      borrowedAt(incident, "HikariPool-1", export, "ReportIncident$OrderExport.rows(");
    }
    Tree pool = incident.waits().node("HikariPool-1");
    assertEquals("connection-pool", pool.text("kind"), pool::toString);
    assertEquals(10, pool.number("limit"), 0, pool::toString);
    assertEquals(10, pool.number("inUse"), 0, pool::toString);
    assertEquals(21, pool.number("waiting"), 0, pool::toString);
    String peer = told(incident, "report-uploader");
    incident.waits("report-uploader", peer).root(peer).rootIs("peer", 31);
    assertEquals(
        List.of("HikariPool-1", queue, "report-uploader", peer),
        incident.waits().chains().get(0).stream()
            .filter(name -> !name.startsWith("http-") && !name.startsWith("report-export-"))
            .toList());
    assertEquals(
        List.of("21", "10", "1"), incident.waits().tree().trees("chains").get(0).texts("width"));
    incident.title("HikariPool-1").title(peer + " does not answer");
    String summary = incident.bundle().summary();
    for (String said :
        List.of(
            "**Root:** thread `report-uploader` reads from `" + peer + "`",
            "It is the only consumer of queue `" + queue + "`, now full.",
            "21 `POST /orders` and 10 `export monthly-report`",
            "10 of 10 in use",
            "1000 of 1000",
            "The database is not the cause: none of the 10 connection holders is in a JDBC call.",
            "10 `report-export-*`, borrowed ",
            " ago at `ReportIncident$OrderExport.rows:",
            "takes only by `report-uploader`, last ",
            " (10 workers) may hold every connection of `HikariPool-1` (10)")) {
      assertTrue(flat(summary).contains(said), () -> "no '" + said + "' in\n" + summary);
    }
  }

  @OnEveryJdk
  void requests_that_have_a_connection_and_want_a_second_wait_for_each_other(AgentJvm jvm) {
    Incident incident = stuck(jvm, NestedBorrow.class);

    for (int i = 1; i <= 4; i++) {
      String request = "http-" + i;
      incident.waits(request, "orders-pool").holds(request, "orders-pool").traced(request);
      borrowedAt(incident, "orders-pool", request, "NestedBorrow.order(");
    }
    assertEquals(1, incident.waits().cycles().size(), () -> "" + incident.waits().cycles());
    incident.title("orders-pool");
  }

  @OnEveryJdk
  void answers_that_were_never_closed_are_held_by_a_thread_that_is_idle(AgentJvm jvm) {
    Incident incident = stuck(jvm, LeakedResponse.class);
    String pool = "http client pool route " + told(incident, "pool");

    for (int i = 1; i <= 3; i++) {
      String request = "http-" + i;
      incident.waits(request, pool).traced(request, "victim").named(request);
      limited(180_000, timeout(incident, request));
    }
    incident.holds("price-feed", pool).title("price-feed");
    Tree leak = borrowedAt(incident, pool, "price-feed", "LeakedResponse.refresh(");
    String told =
        incident.app().stdout().stream()
            .filter(line -> line.startsWith("TRACE price-feed "))
            .findFirst()
            .orElse("");
    assertEquals(told.split(" ")[2], leak.text("traceId", "none"), "the first of the two");
    assertEquals(2, incident.waits().node(pool).number("inUse"), 0);
  }

  @OnEveryJdk
  void row_of_an_embedded_database_is_locked_by_the_borrower_of_its_connection(AgentJvm jvm) {
    Incident incident = stuck(jvm, RowLock.class);
    String peer = told(incident, "booking");

    String lock =
        incident.waits().names().stream()
            .filter(name -> name.startsWith("row lock of H2 transaction "))
            .findFirst()
            .orElseThrow(() -> new AssertionError("" + incident.waits().names()));
    for (String request : List.of("http-1", "http-2")) {
      incident.waits(request, lock).traced(request, "victim").named(request);
      assertEquals(600_000, timeout(incident, request), 1);
    }
    incident.holds("booking", lock).traced("booking", "holder").waits("booking", peer);
    incident.root(peer).chain(List.of(2, 1), lock, "booking", peer);
  }

  @OnEveryJdk
  void connections_of_every_kind_of_pool_have_a_holder_and_a_place(AgentJvm jvm) {
    Incident incident = stuck(jvm, ExhaustedPools.class);
    String peer = told(incident, "peer");

    exhausted(incident, "tomcat", "tomcat-orders", "ExhaustedPools.hold(");
    exhausted(incident, "dbcp2", "dbcp2 jdbc:h2:mem:dbcp2", "ExhaustedPools.hold(");
    exhausted(incident, "dbcp1", "dbcp jdbc:h2:mem:dbcp1", "ExhaustedPools.hold(");
    exhausted(incident, "c3p0", "c3p0 pool", "ExhaustedPools.hold(");
    String route = "http client pool route " + told(incident, "http");
    exhausted(incident, "http4", route, "ExhaustedPools.get(");
    assertTrue(incident.waits().roots().contains(peer), () -> "" + incident.waits().roots());
    incident.waits("hikari-waiter", "abandoned-pool").traced("hikari-waiter", "victim");
    borrowedAt(incident, "abandoned-pool", "importer", "ExhaustedPools.abandon(");
    incident.waits("postgres", peer).traced("postgres", "victim");
    assertEquals("read", incident.waits().edgesFrom("postgres").get(0).text("op"));
    assertEquals("TERMINATED", incident.waits().node("importer").text("state"));
  }

  /** The same programs whose connections come back. */
  @OnEveryJdk
  void pools_whose_connections_come_back_make_no_bundle(AgentJvm jvm) {
    jvm.classPathOf(LIBRARIES).set("duality.trigger.stall.age", "5s");
    RunningJvm app = Incident.start(jvm, ConnectionTwins.class, "moving");
    app.awaitLine("DONE");
    app.assertNoBundle(3);
  }

  /** A pool takes off what passed before it parks: on a busy machine that may be seconds. */
  private static void limited(double millis, double found) {
    assertTrue(found <= millis && found > millis - 20_000, found + " of " + millis);
  }

  private static double timeout(Incident incident, String thread) {
    return incident.waits().edgesFrom(thread).get(0).number("timeoutMillis");
  }

  private static String flat(String summary) {
    return summary.replaceAll("\\s+", " ");
  }

  private static void exhausted(Incident incident, String kind, String pool, String place) {
    incident.waits(kind + "-waiter", pool).traced(kind + "-waiter", "victim");
    Tree wait = incident.waits().edgesFrom(kind + "-waiter").get(0);
    assertEquals("borrow", wait.text("op"), wait::toString);
    incident.holds(kind + "-holder", pool).traced(kind + "-holder", "holder");
    borrowedAt(incident, pool, kind + "-holder", place);
  }

  /** Asserts that the edge from the pool to its holder says since when and from where. */
  private static Tree borrowedAt(Incident incident, String pool, String holder, String place) {
    String thread = incident.waits().node(holder).text("id");
    Tree edge =
        incident.waits().edgesFrom(pool).stream()
            .filter(each -> each.text("to").equals(thread))
            .findFirst()
            .orElseThrow(() -> new AssertionError(holder + " does not hold " + pool));
    assertEquals("hook", edge.text("by"), edge::toString);
    assertTrue(edge.text("at").startsWith(PACKAGE + place), edge::toString);
    assertTrue(edge.text("since").length() > 20, edge::toString);
    return edge;
  }

  private static String told(Incident incident, String who) {
    return incident.app().stdout().stream()
        .filter(line -> line.startsWith("RESOURCE " + who + " "))
        .map(line -> line.substring(("RESOURCE " + who + " ").length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the program did not say of " + who));
  }

  /** Libraries take their time to begin: what is watched for stands by then. */
  private static Incident stuck(AgentJvm jvm, Class<?> situation) {
    jvm.classPathOf(LIBRARIES)
        .set("duality.trigger.queue.enabled", "false")
        .set("duality.trigger.pool-wait.enabled", "false");
    return Incident.soon(jvm, "stall", situation);
  }
}
