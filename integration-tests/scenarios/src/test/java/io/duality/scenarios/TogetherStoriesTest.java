package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Triggers over triggers, more evidence for what comes again, and captures that wait. */
final class TogetherStoriesTest {
  private static final String BOTH = "all(stall, backlog) within 5s";

  @OnEveryJdk
  void two_troubles_at_once_are_one_bundle_and_one_of_them_alone_is_none(AgentJvm jvm) {
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .main(TwoTroubles.class)
            .heap("64m")
            .set("duality.trigger.exit.enabled", "false")
            .set("duality.trigger.stall.enabled", "false")
            .set("duality.trigger.stall.age", "1s")
            .set("duality.trigger.backlog.on", "metric")
            .set("duality.trigger.backlog.enabled", "false")
            .set("duality.trigger.backlog.metric", "com.acme:type=Orders/Backlog")
            .set("duality.trigger.backlog.above", "1000")
            .set("duality.trigger.backlog.for", "1s")
            .set("duality.trigger.both.capture", "threads, waits")
            .set("duality.trigger.both.cooldown", "0s")
            .set("duality.trigger.both.escalate", "histogram after 1")
            .set("duality.trigger.manual.capture", "threads*6/1s, waits")
            .set("duality.trigger.prices.on", "wait")
            .set("duality.trigger.prices.age", "1s")
            .set("duality.trigger.prices.names", "*.pricesLock")
            .set("duality.trigger.prices.capture", "waits")
            .environment("DUALITY_TRIGGER_BOTH_ON", BOTH)
            .start()
            .awaitReady();
    app.control().awaitArmed();

    // The silent twin: the same threads wait for the same lock, and the backlog is small.
    told(app, "lock");
    said(app, "both", "true", "1 of 2 within 5s: stall; not backlog");
    app.assertNoBundle(8);
    app.control().awaitStatus("together: both: 1 of 2 within 5s: stall; not backlog");
    app.control().awaitStatus("stall (but watched for others)");

    told(app, "backlog");
    OpenedBundle first = app.awaitBundle("both").validate();
    Tree trigger = first.trigger();
    assertEquals("all", trigger.text("type"));
    assertEquals(BOTH, trigger.text("condition"));
    List<Tree> operands = trigger.trees("operands");
    assertEquals(
        List.of("stall", "backlog"), operands.stream().map(each -> each.text("name")).toList());
    assertEquals("wait", operands.get(0).text("type"));
    assertEquals("wait.age > 1s", operands.get(0).text("condition"));
    assertEquals("1,200", operands.get(1).text("observed"));
    assertTrue(first.summary().contains("**Together:** trigger `both`"), first::summary);
    assertTrue(first.verdict().text("title").contains("stockLock"), first::summary);
    assertFalse(trigger.texts("capture").contains("histogram"));

    // What was true counts for 5 s: both are false once the backlog is small for as long.
    told(app, "calm");
    said(app, "both", "re-armed", "may fire again");
    told(app, "backlog");
    OpenedBundle second =
        app.awaitBundle(
                "the second bundle of both",
                bundle -> bundle.trigger().has("escalated") && !bundle.name().equals(first.name()))
            .validate();
    assertEquals("ok", second.step("histogram").text("status"));
    String why = "histogram, because trigger both made 1 bundle of this signature since ";
    assertTrue(second.trigger().text("escalated").startsWith(why), second.trigger()::toString);
    assertTrue(second.summary().contains("**Escalated:** histogram"), second::summary);
    assertTrue(
        app.ledger().stream()
            .filter(line -> line.text("state").equals("fired"))
            .allMatch(line -> line.text("trigger").equals("both")),
        () -> "operands that are off fired: " + app.ledger());

    // A capture that is asked for while another runs shows what is true after that one.
    CompletableFuture<OpenedBundle> asked =
        CompletableFuture.supplyAsync(() -> app.control().capture("the first of two"));
    app.await(
        "the first capture to run",
        () -> fired(app, "manual") == 1 ? Optional.of(true) : Optional.empty());
    app.await("its dump", () -> beingWritten(app, "threads.txt"));
    told(app, "prices"); // and what fires meanwhile, about what began after the dump, is in it too
    OpenedBundle waited = app.control().capture("the second of two").validate();
    OpenedBundle before = asked.join();
    assertNotEquals(before.name(), waited.name());
    assertTrue(
        before.triggers().stream().noneMatch(each -> each.text("sentence").contains("the second")),
        before.manifest()::toString);
    hasWaitsOfItsOwn(app.awaitBundle("prices").validate());
    assertTrue(
        waited.trigger().text("observed").contains("the second of two, after "),
        waited.trigger()::toString);
    List<Tree> clocks = before.manifest().trees("clocks");
    double published = clocks.get(clocks.size() - 1).number("wallNanos") / 1e9;
    double at = Instant.parse(waited.trigger().text("at")).toEpochMilli() / 1e3;
    assertTrue(at >= published - 0.001, at + " is not after " + published);
    said(app, "manual", "true", "waits for its turn: the capture of trigger manual runs");
  }

  /** Whoever fired first, the trigger's own waits are there; on a slow machine it fired alone. */
  private static void hasWaitsOfItsOwn(OpenedBundle bundle) {
    Tree waits = bundle.json("waits.json");
    if (!bundle.trigger().text("name").equals("prices") && waits.has("joined")) {
      Tree joined = waits.trees("joined").get(0);
      assertEquals(List.of("prices"), joined.texts("triggers"));
      waits = joined;
      assertTrue(bundle.summary().contains("`joined` in `waits.json`"), bundle::summary);
    }
    List<String> names =
        waits.trees("nodes").stream().map(node -> node.text("name")).sorted().toList();
    assertTrue(names.contains("price-1") && names.contains("price-feed"), waits::toString);
    assertTrue(bundle.summary().contains("pricesLock"), bundle::summary);
    assertTrue(
        bundle.findings().stream()
            .anyMatch(found -> found.tree("subject").text("name").endsWith("pricesLock")),
        () -> "nothing found about it: " + bundle.findings());
  }

  private static Optional<Boolean> beingWritten(RunningJvm app, String file) {
    try (Stream<Path> partial = Files.list(app.bundleDirectory().resolve(".partial"))) {
      return Optional.of(partial.anyMatch(each -> Files.exists(each.resolve(file))))
          .filter(there -> there);
    } catch (IOException e) {
      return Optional.empty(); // it is asked again
    }
  }

  private static void told(RunningJvm app, String trouble) {
    app.send(trouble);
    app.awaitLine("DONE " + trouble);
  }

  private static void said(RunningJvm app, String trigger, String state, String decision) {
    app.await(
        trigger + " to be " + state + ": " + decision,
        () ->
            app.ledger().stream()
                .filter(line -> line.text("trigger").equals(trigger))
                .filter(line -> line.text("state").equals(state))
                .filter(line -> line.text("decision").startsWith(decision))
                .findFirst());
  }

  private static long fired(RunningJvm app, String trigger) {
    return app.ledger().stream()
        .filter(line -> line.text("trigger").equals(trigger))
        .filter(line -> line.text("state").equals("fired"))
        .count();
  }
}
