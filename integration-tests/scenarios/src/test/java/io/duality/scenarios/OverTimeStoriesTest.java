package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import java.util.List;

/** What no single wait shows, but the looks one after the other. */
final class OverTimeStoriesTest {
  private static final String[] TRIGGERS = {
    "starvation", "queue", "contention", "activity", "heartbeat", "pinned"
  };

  @OnEveryJdk
  void pool_whose_workers_all_wait_while_tasks_are_queued_is_starved(AgentJvm jvm) {
    OpenedBundle bundle = fired(watched(jvm, "starvation"), "starvation", StarvedPool.class);

    Tree trigger = bundle.trigger();
    assertEquals("starvation.age > 1s", trigger.text("condition"));
    String said = trigger.text("sentence");
    assertTrue(
        said.matches("pool .*(exports|report-export)\\S*: 2 of 2 workers blocked for .*"), said);
    assertTrue(said.contains(", 20 tasks queued"), said);
    assertTrue(said.contains("all wait for latch io.duality.scenarios.StarvedPool.answered"), said);
  }

  @OnEveryJdk
  void one_incident_is_one_bundle_whichever_triggers_see_it(AgentJvm jvm) {
    watched(jvm, "starvation", "queue")
        .set("duality.trigger.stall.enabled", "true")
        .set("duality.trigger.stall.age", "1s")
        .set("duality.trigger.stall.capture", "threads, waits, resources");
    RunningJvm app = Incident.start(jvm, StarvedPool.class, "stuck", "lock");
    app.awaitReady();
    app.awaitBundle();
    for (String trigger : List.of("stall", "starvation", "queue")) {
      app.await(
          "the decision of " + trigger,
          () -> app.ledger().stream().filter(line -> decided(line, trigger)).findFirst());
    }
    assertEquals(1, app.bundles().size(), () -> app.ledger().toString());
    assertTrue(app.bundles().get(0).summary().contains("archiver"), "the root is named");
  }

  private static boolean decided(Tree line, String trigger) {
    return line.text("trigger").equals(trigger)
        && (line.text("state").equals("fired")
            || line.text("decision", "").startsWith("the incident of trigger "));
  }

  @OnEveryJdk
  void backlog_without_a_limit_that_grows_is_told_with_its_rates(AgentJvm jvm) {
    OpenedBundle bundle = fired(watched(jvm, "queue"), "queue", GrowingBacklog.class);

    String said = bundle.trigger().text("sentence");
    assertTrue(
        said.matches("pool .*mail.*: \\d+ tasks queued.* and growing by [0-9.,]+/s .*"), said);
    assertTrue(said.matches(".*\\([0-9.,]+/s come, [0-9.,]+/s go\\).*"), said);
  }

  @OnEveryJdk
  void lock_at_which_four_threads_take_turns_all_the_time_is_contended(AgentJvm jvm) {
    OpenedBundle bundle = fired(watched(jvm, "contention"), "contention", BusyLock.class);

    String said = bundle.trigger().text("sentence");
    assertTrue(said.startsWith("lock io.duality.scenarios.BusyLock.ledger: its 4 threads"), said);
  }

  @OnEveryJdk
  void feed_that_is_no_longer_read_misses_its_heartbeat(AgentJvm jvm) {
    OpenedBundle bundle = fired(watched(jvm, "heartbeat"), "heartbeat", StoppedFeed.class);

    String said = bundle.trigger().text("sentence");
    assertTrue(said.matches("pool \\S*feed\\S* (moved last|has not moved for) .*"), said);
    assertTrue(said.contains(", and 1/1s is expected; its thread waits for queue "), said);
  }

  @OnEveryJdk
  void report_that_computes_for_too_long_is_an_activity_although_nothing_waits(AgentJvm jvm) {
    OpenedBundle bundle = fired(watched(jvm, "activity"), "activity", LongReport.class);

    Tree trigger = bundle.trigger();
    assertTrue(
        trigger.text("sentence").startsWith("span monthly report is open for "), trigger::toString);
    assertEquals(List.of("monthly report"), trigger.texts("spans"));
  }

  @OnEveryJdk
  @Since(21)
  void carriers_that_are_pinned_while_virtual_threads_are_queued_are_told_with_their_root(
      AgentJvm jvm) {
    OpenedBundle bundle =
        fired(
            watched(jvm, "pinned")
                .options(
                    "-Djdk.virtualThreadScheduler.parallelism=2",
                    "-Djdk.virtualThreadScheduler.maxPoolSize=2"),
            "pinned",
            PinnedCarriers.class);

    String said = bundle.trigger().text("sentence");
    assertTrue(said.startsWith("virtual-thread scheduler: 2 of 2 carriers pinned for "), said);
    assertTrue(said.endsWith("PinnedCarriers.SETTINGS, root thread settings-loader"), said);
  }

  @OnEveryJdk
  void whatever_moves_over_time_makes_no_bundle(AgentJvm jvm) {
    // Below the five seconds for which the twins move, above what a busy machine keeps one waiting.
    watched(jvm, TRIGGERS)
        .set("duality.trigger.stall.enabled", "true")
        .set("duality.trigger.stall.age", "4s")
        .set("duality.trigger.starvation.age", "4s")
        .set("duality.trigger.queue.age", "4s")
        .set("duality.trigger.pinned.age", "4s")
        .set("duality.trigger.activity.age", "4s")
        .set("duality.heartbeat.feed.expect", "1/4s");
    RunningJvm app = Incident.start(jvm, CalmHouse.class, "moving");
    app.awaitLine("DONE");
    app.assertNoBundle(0);
  }

  private static OpenedBundle fired(AgentJvm jvm, String trigger, Class<?> situation) {
    RunningJvm app = Incident.start(jvm, situation, "stuck");
    app.awaitReady();
    return app.awaitBundle(trigger).validate();
  }

  /** Only these triggers are on, and nothing takes long to tell. */
  private static AgentJvm watched(AgentJvm jvm, String... triggers) {
    jvm.set("duality.trigger.stall.enabled", "false");
    for (String trigger : TRIGGERS) {
      jvm.set(
              "duality.trigger." + trigger + ".enabled",
              String.valueOf(List.of(triggers).contains(trigger)))
          .set("duality.trigger." + trigger + ".capture", "threads, waits, resources");
    }
    return jvm.set("duality.watch.interval", "100ms")
        .set("duality.watch.fast-interval", "100ms")
        .set("duality.overhead.cpu", "off") // looks in such a rhythm are dear, and meant
        .set("duality.trigger.starvation.age", "1s")
        .set("duality.trigger.queue.age", "1s")
        .set("duality.trigger.queue.looks", "8")
        .set("duality.trigger.contention.window", "2s")
        .set("duality.trigger.activity.age", "1s")
        .set("duality.heartbeat.feed.expect", "1/1s")
        .set("duality.heartbeat.feed.names", "price-feed*,*StoppedFeed.feed")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
  }
}
