package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.time.Duration;
import java.util.List;

/** Memory that is nearly used up, and collectors that are misused, while there is time left. */
final class MemoryStoriesTest {
  private static final int SOAK_MINUTES = Integer.getInteger("duality.soak.minutes", 1);
  private static final String PACKAGE = "io.duality.scenarios.";

  @OnEveryJdk
  void cache_buffers_and_classes_are_told_before_they_are_exhausted(AgentJvm jvm) {
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .heap("128m")
            // Room for the classes of a first capture: 2 to 4 MiB. The serial collector, that of
            // machines with one processor, would do nothing but collect: its old generation is
            // two thirds of the heap, and less than what is alive.
            .options("-XX:+UseG1GC", "-XX:MaxDirectMemorySize=40m", "-XX:MaxMetaspaceSize=112m")
            .set("duality.trigger.gc.enabled", "false") // its share of the story is not asked here
            // Where it takes a minute to fill, growth is told first: the same incident, one bundle.
            .set("duality.trigger.memory-growth.enabled", "false")
            .main(NearlyFull.class)
            .start();
    app.awaitReady();
    for (String area : List.of("heap", "metaspace", "direct buffers")) {
      Tree fired = fired(app, "memory-level.share of " + area + " > 90%");
      assertTrue(fired.text("observed").matches("9[0-9]%"), fired::toString);
    }
    OpenedBundle bundle =
        app.awaitBundle(
            "one that tells all three",
            each -> near(each, "heap") && near(each, "metaspace") && near(each, "direct buffers"));
    bundle.validate();
    assertFalse(bundle.trigger().text("name").isEmpty());
    app.send("end");
    assertEquals(0, app.awaitExit());
    app.awaitLine("SERVED ");
    assertFalse(
        String.join("\n", app.stderr()).contains("OutOfMemoryError"),
        () -> String.join("\n", app.stderr()));
  }

  @OnEveryJdk
  void capture_in_a_nearly_full_metaspace_does_not_exhaust_it(AgentJvm jvm) {
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .heap("64m")
            .options("-XX:MaxMetaspaceSize=96m")
            .set("duality.watch.interval", "8s") // the classes come between two readings
            .set("duality.trigger.memory-growth.enabled", "false") // as above
            .main(FullMetaspace.class)
            .start();
    app.awaitReady();
    OpenedBundle bundle = app.awaitBundle("memory-level");
    Tree verdict = bundle.step("first-verdict");
    // On a busy machine they come so slowly that what judges them is loaded in time.
    boolean judged = verdict.text("status").equals("ok");
    assertTrue(judged || verdict.text("reason").startsWith("metaspace: "), verdict::toString);
    assertTrue(judged || bundle.summary().contains("nothing is judged"), bundle::summary);
    assertEquals("ok", bundle.step("threads").text("status"));
    app.send("end");
    assertEquals(0, app.awaitExit());
    app.awaitLine("LOADED ");
    assertFalse(
        String.join("\n", app.stderr()).contains("OutOfMemoryError"),
        () -> String.join("\n", app.stderr()));
  }

  private static boolean near(OpenedBundle bundle, String area) {
    return bundle.findings("S12").stream()
        .anyMatch(
            finding ->
                finding.tree("subject").text("name").equals(area)
                    && finding.text("severity").equals("warning"));
  }

  @OnEveryJdk
  void soft_cache_and_system_gc_again_and_again_are_told_with_caller(AgentJvm jvm) {
    RunningJvm app = Incident.onAnyMachine(jvm).heap("64m").main(MisusedCollector.class).start();
    app.awaitReady();
    fired(app, "gc.soft-references cleared > 1000");
    app.awaitBundle("gc").validate();

    app.send("tidy");
    String tidy = PACKAGE + "MisusedCollector.tidy(MisusedCollector.java:";
    fired(app, "gc.explicit >= 10 in 1m"); // with a bundle of its own or one under way
    OpenedBundle bundle =
        app.awaitBundle(
            "a bundle that names " + tidy,
            each ->
                each.findings("S14").stream()
                    .anyMatch(finding -> finding.text("statement").contains(tidy)));
    bundle.validate();
    assertTrue(bundle.summary().contains("MisusedCollector.tidy"), bundle::summary);
  }

  @OnEveryJdk
  void cache_that_only_grows_is_told_while_a_third_of_the_heap_is_left(AgentJvm jvm) {
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .heap("128m")
            .set("duality.watch.interval", "100ms") // ten of it are one bucket of the detector
            .set("duality.overhead.cpu", "off") // which is dear, and meant
            .set("duality.trigger.gc.enabled", "false")
            .main(GrowingCache.class)
            .arguments("4")
            .start();
    app.awaitReady();
    OpenedBundle bundle = app.awaitBundle("memory-growth");
    bundle.validate();
    String sentence = bundle.trigger().text("sentence");
    assertTrue(
        sentence.matches("heap grows by [2-6](\\.[0-9])? MiB a second: .* if it goes on"),
        sentence);
    app.send("end");
    assertEquals(0, app.awaitExit());
    app.awaitLine("SERVED ");
  }

  @OnEveryJdk
  void slow_leak_is_told_minutes_before_its_end_with_nothing_configured(AgentJvm jvm) {
    assumeTrue(SOAK_MINUTES > 1, "takes six minutes: with -Psoak");
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .heap("128m")
            .deadline(Duration.ofMinutes(10))
            .main(GrowingCache.class)
            .arguments("0.25", "95")
            .start();
    OpenedBundle bundle = app.awaitBundle("memory-growth");
    String sentence = bundle.validate().trigger().text("sentence");
    assertTrue(
        sentence.matches("heap grows by [23][0-9]{2} KiB a second: .* if it goes on"), sentence);
    app.send("end");
    assertEquals(0, app.awaitExit());
  }

  @OnEveryJdk
  void memory_that_is_well_used_makes_no_bundle(AgentJvm jvm) {
    RunningJvm app =
        Incident.onAnyMachine(jvm)
            .heap("128m")
            .options("-XX:MaxMetaspaceSize=128m")
            .main(QuietMemory.class)
            .start();
    app.awaitLine("DONE");
    app.assertNoBundle(3);
  }

  /** The line of the ledger that says that a condition fired, with a bundle or into one. */
  private static Tree fired(RunningJvm app, String condition) {
    return app.await(
        condition,
        () ->
            app.ledger().stream()
                .filter(line -> line.text("state").equals("fired"))
                .filter(line -> line.text("threshold", "").equals(condition))
                .findFirst());
  }
}
