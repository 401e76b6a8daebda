package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The OpenTelemetry agent in front of ours and behind it. */
final class OpenTelemetryAgentTest {
  private static final Path OTEL = Path.of(System.getProperty("opentelemetry.javaagent"));
  private static final String LOCK = "io.duality.hosts.TracedStockRoom.stockLock";

  @OnEveryJdk
  void agent_in_front_of_ours_brings_the_traces_of_victim_and_holder(AgentJvm jvm, AgentJvm control)
      throws Exception {
    RunningJvm app = traced(jvm.agentBefore(OTEL, null), true);
    tell(app, true);

    assertAsWithout(app, traced(control.agentBefore(OTEL, null).withoutAgent(), true));
  }

  @OnEveryJdk
  void agent_behind_ours_brings_the_traces_of_victim_and_holder(AgentJvm jvm, AgentJvm control)
      throws Exception {
    RunningJvm app = traced(jvm.agentAfter(OTEL, null), true);
    tell(app, true);

    assertAsWithout(app, traced(control.agentAfter(OTEL, null).withoutAgent(), true));
  }

  @OnEveryJdk
  void unsampled_traces_are_found_with_the_agent_in_front(AgentJvm jvm) throws Exception {
    tell(traced(jvm.agentBefore(OTEL, null), false), false);
  }

  @OnEveryJdk
  void unsampled_traces_are_found_with_the_agent_behind(AgentJvm jvm) throws Exception {
    tell(traced(jvm.agentAfter(OTEL, null), false), false);
  }

  private static RunningJvm traced(AgentJvm jvm, boolean sampled) {
    if (!sampled) {
      jvm.options("-Dotel.traces.sampler=traceidratio", "-Dotel.traces.sampler.arg=0");
    }
    return Stall.soon(jvm)
        .deadline(Duration.ofMinutes(3)) // that agent alone takes many seconds of a busy machine
        .options(
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Dotel.resource.providers.aws.enabled=false",
            "-Dotel.resource.providers.gcp.enabled=false")
        .main(TracedStockRoom.class)
        .classPathOf(Span.class, Context.class, ComponentLoader.class)
        .start();
  }

  /** The story, and the bundle about it. */
  private static void tell(RunningJvm app, boolean sampled) throws Exception {
    CompletableFuture<String> order = order(app);
    String[] holder = app.awaitLine("TRACE inventory-sync").split(" ");
    String[] victim = app.awaitLine("TRACE http-orders").split(" ");
    assertEquals(Boolean.toString(sampled), holder[4], "the sampler is not in force");
    assertEquals(Boolean.toString(sampled), victim[4], "the sampler is not in force");
    OpenedBundle bundle = app.awaitBundle("stall").validate();

    assertTrue(bundle.waits().hasEdge("http-orders", "waits-for", LOCK));
    assertTrue(bundle.waits().hasEdge(LOCK, "held-by", "inventory-sync"));
    assertTraced(bundle, victim, "victim", "GET /orders", sampled);
    assertTraced(bundle, holder, "holder", "SyncJob", sampled);
    String status = app.control().status().text("text");
    assertFalse(status.contains(": off"), status); // of hooks; triggers may be off
    assertTrue(status.contains(" 0 calls failed"), status);
    end(app, order);
  }

  private static void assertTraced(
      OpenedBundle bundle, String[] told, String role, String span, boolean sampled) {
    Tree node = bundle.waits().node(told[1]);
    assertEquals(told[2], node.text("traceId", "none"), () -> "trace in waits.json: " + node);
    assertEquals(told[3], node.text("spanId", "none"), () -> "span in waits.json: " + node);
    assertEquals(span, node.text("spanName", "none"), () -> "name in waits.json: " + node);
    Tree trace =
        bundle.manifest().trees("traces").stream()
            .filter(each -> each.text("traceId").equals(told[2]))
            .findFirst()
            .orElseThrow(() -> new AssertionError(bundle.manifest().toString()));
    assertEquals(told[3], trace.text("spanId"));
    assertEquals(role, trace.text("role"));
    assertEquals(span, trace.text("spanName", "none"));
    assertEquals(told[1], trace.text("thread"));
    assertEquals(sampled, trace.is("sampled"));
    List<String> lines = bundle.threadsText().dualityLines(told[1]);
    assertTrue(
        lines.get(0).startsWith("trace_id=" + told[2] + " span_id=" + told[3] + " span=\"" + span),
        lines::toString);
  }

  /** Asserts that the control said the same, but for our one line on stderr. */
  private static void assertAsWithout(RunningJvm app, RunningJvm without) throws Exception {
    CompletableFuture<String> order = order(without);
    without.awaitLine("TRACE http-orders");
    end(without, order);

    List<String> said = new ArrayList<>(timeless(app.stderr()));
    assertTrue(said.removeIf(line -> line.startsWith("duality ")), said::toString);
    assertEquals(timeless(without.stderr()), said);
    assertEquals(without.stdout().size(), app.stdout().size());
  }

  private static List<String> timeless(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\d [0-9:]+", "TIME"))
        .toList();
  }

  private static CompletableFuture<String> order(RunningJvm app) throws Exception {
    String uri = "http://127.0.0.1:" + app.awaitLine("PORT ").split(" ")[1];
    HttpClient client = HttpClient.newHttpClient();
    assertEquals("held", get(client, uri + "/hold").join());
    return get(client, uri + "/orders");
  }

  private static CompletableFuture<String> get(HttpClient client, String uri) {
    return client
        .sendAsync(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  private static void end(RunningJvm app, CompletableFuture<String> order) {
    app.send("release");
    assertEquals("ordered", order.join());
    app.send("end");
    assertEquals(0, app.awaitExit());
  }
}
