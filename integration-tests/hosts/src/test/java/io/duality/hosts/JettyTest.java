package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;

/** A server with a pool, selectors and reserved threads, which all wait when nothing is wrong. */
final class JettyTest {
  private static final String LOCK = "io.duality.hosts.JettyStockRoom.stockLock";

  @OnEveryJdk
  void waiting_threads_of_an_idle_server_are_nothing(AgentJvm jvm) {
    RunningJvm app = start(jvm);
    HttpClient client = HttpClient.newHttpClient();
    assertEquals(200, get(client, app, "/").join());

    app.assertNoBundle(8); // each is a second at least, and a second is the limit
    app.send("end");
    assertEquals(0, app.awaitExit());
  }

  @OnEveryJdk
  void request_that_waits_for_another_one_is_explained(AgentJvm jvm) {
    RunningJvm app = start(jvm);
    HttpClient client = HttpClient.newHttpClient();
    CompletableFuture<Integer> held = get(client, app, "/hold");
    String holder = app.awaitLine("HOLDER ").split(" ")[1];
    CompletableFuture<Integer> ordered = get(client, app, "/orders");
    String victim = app.awaitLine("VICTIM ").split(" ")[1];

    OpenedBundle bundle = app.awaitBundle("stall").validate();
    assertTrue(bundle.waits().hasEdge(victim, "waits-for", LOCK));
    assertTrue(bundle.waits().hasEdge(LOCK, "held-by", holder));
    Tree pool =
        bundle.json("resources.json").trees("resources").stream()
            .filter(each -> each.text("library", "").equals("jetty"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no pool of Jetty in " + bundle));
    assertEquals("pool stock", pool.text("name"));
    assertEquals(200, (int) pool.number("limit"));
    assertEquals(0, (int) pool.number("depth"));
    assertTrue(pool.number("busy") >= 2, pool::toString);
    assertTrue(
        pool.number("busy") < pool.number("workers"), "some are idle or in reserve: " + pool);
    app.send("release");
    assertEquals(200, held.join());
    assertEquals(200, ordered.join());
    app.send("end");
    assertEquals(0, app.awaitExit());
  }

  private static RunningJvm start(AgentJvm jvm) {
    return Stall.soon(jvm)
        .main(JettyStockRoom.class)
        .classPathOf(Server.class, HttpField.class, EndPoint.class, Callback.class, Logger.class)
        .start();
  }

  private static CompletableFuture<Integer> get(HttpClient client, RunningJvm app, String path) {
    String uri = "http://127.0.0.1:" + app.awaitLine("PORT ").split(" ")[1] + path;
    return client
        .sendAsync(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }
}
