package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Threads that run and get nowhere, and times in which all stand still though nobody waits. */
final class CpuStoriesTest {
  @OnEveryJdk
  void threads_that_run_and_get_nowhere_are_named_with_their_frame_and_their_span(
      AgentJvm jvm, Jdk jdk) {
    spinning(jvm).heap("96m").set("duality.trigger.pinned.age", "1s");
    RunningJvm app = Incident.start(jvm, Spinners.class, "stuck");
    app.awaitReady();

    app.send("regex");
    OpenedBundle regex = about(app, "http-1").validate();
    spins(app, regex, "http-1", "Spinners.match", "GET /import");
    assertTrue(sentence(regex).contains("java.util.regex.Pattern"), () -> sentence(regex));
    assertTrue(sentence(regex).contains("% of a core for"), () -> sentence(regex));
    assertTrue(statement(regex, "S09").contains("Spinners.match"), () -> statement(regex, "S09"));
    assertTrue(regex.findings("S08").isEmpty(), "it tries for nothing and shares nothing");

    app.send("over");
    app.awaitLine("OVER http-1");
    if (jdk.feature() >= 21) {
      virtual(app);
    }
    app.send("tries");
    OpenedBundle tries = about(app, "transfer-").validate();
    String first = sentence(tries).startsWith("thread transfer-1") ? "transfer-1" : "transfer-2";
    spins(app, tries, first, "Spinners.transfer", "POST /");
    assertTrue(statement(tries, "S08").contains(first), () -> statement(tries, "S08"));

    app.send("over");
    app.send("map");
    OpenedBundle map = about(app, "thread stock-").validate();
    assertTrue(sentence(map).contains("SharedMap$Changer.change"), () -> sentence(map));
    assertEquals("java.util.HashMap", map.finding("S08").tree("subject").text("name"));
  }

  private static void virtual(RunningJvm app) {
    app.send("virtual");
    OpenedBundle virtual = about(app, "import-v").validate();
    spins(app, virtual, "import-v", "Spinners.match", "GET /virtual");
    assertTrue(sentence(virtual).contains("on carrier ForkJoinPool"), () -> sentence(virtual));
    app.send("over");
    app.awaitLine("OVER import-v");

    app.send("pin");
    OpenedBundle pinned = about(app, "kept its carrier").validate();
    assertTrue(sentence(pinned).contains("pricing-v"), () -> sentence(pinned));
    assertTrue(sentence(pinned).contains("Spinners$Prices"), () -> sentence(pinned));
  }

  @OnEveryJdk
  void threads_that_only_together_fill_the_process_are_busy_and_their_batch_twin_is_silent(
      AgentJvm jvm) {
    // On a busy machine two threads get little of it: the threshold is what they always get.
    spinning(jvm)
        .heap("96m")
        // With the serial collector, that of machines with one processor, a thread that counts is
        // seen when its loop is over alone: in its caller.
        .options("-XX:+UseCountedLoopSafepoints")
        .set("duality.trigger.cpu.for", "2s")
        .set("duality.trigger.cpu.thread", "100%")
        .set("duality.trigger.cpu.process", "3%");
    RunningJvm app = Incident.start(jvm, Spinners.class, "stuck").awaitReady();
    app.send("batch");
    app.awaitLine("DONE batch");
    app.assertNoBundle(2);

    app.send("burn");
    // A busy machine lets the one be seen before the other: then they are two alarms of one bundle.
    for (String told : List.of("invoice-1", "report-1", "Spinners.taxes", "Spinners.totals")) {
      told(app, told);
    }
    OpenedBundle burn = app.awaitBundle().validate();
    assertTrue(sentence(burn).contains("is busy"), () -> sentence(burn));
    assertTrue(sentence(burn).contains("% of a core for"), () -> sentence(burn));
    assertTrue(burn.trigger().text("condition").endsWith("no progress seen"));
    assertTrue(burn.summary().contains("of a core"), burn::summary);
    assertTrue(burn.findings("S08").isEmpty(), "nobody says that they are stuck");
  }

  @OnEveryJdk
  void batches_bursts_and_pollers_that_get_on_make_no_bundle(AgentJvm jvm) {
    RunningJvm app =
        Incident.start(
            spinning(jvm).heap("96m").set("duality.trigger.cpu.process", "50%"),
            BusyHouse.class,
            "moving");
    app.awaitLine("DONE");
    app.assertNoBundle(2);
  }

  @OnEveryJdk
  void collection_and_a_stopped_process_are_told_apart_as_causes_of_a_standstill(AgentJvm jvm)
      throws IOException, InterruptedException {
    RunningJvm app =
        jvm.heap("256m")
            .options("-XX:+UseSerialGC")
            .set("duality.trigger.hiccup.late", "50ms")
            .set("duality.trigger.hiccup.cooldown", "0s")
            .set("duality.trigger.hiccup.limit", "100/1h")
            .set("duality.trigger.gc.enabled", "false") // collections are asked for by intent
            .set("duality.trigger.hiccup.capture", "waits")
            .set("duality.trigger.memory-level.enabled", "false") // it is full by intent
            .set("duality.capture.max-pause", "10s")
            .main(StoodStill.class)
            .arguments("5000000") // so many that no machine collects them within the 50 ms
            .start();
    app.awaitReady();

    app.send("collect");
    // Who asked for it, the recorder says: on a busy machine too late for one or the other.
    told(app, "SerialOld (System.gc()), asked for by thread report-writer");

    app.send("enough");
    app.awaitLine("ENOUGH");
    double stood = stopped(app);
    // A busy machine may stop it at other times as well, for shorter ones.
    told(
        app,
        "the whole process was suspended for 3 s, and not longer than " + stood,
        trigger ->
            trigger.text("sentence").contains("the whole process was suspended")
                && seconds(trigger.text("observed")) > 2.5
                && seconds(trigger.text("observed")) < stood + 0.2);
  }

  private static double seconds(String observed) {
    return observed.matches("\\d+(\\.\\d+)?s")
        ? Double.parseDouble(observed.substring(0, observed.length() - 1))
        : 0;
  }

  /**
   * Stops the process for three seconds, or as long as a busy machine makes of it; returns that.
   */
  private static double stopped(RunningJvm app) throws IOException, InterruptedException {
    String pid = Long.toString(app.pid());
    long before = System.nanoTime();
    new ProcessBuilder("sh", "-c", "kill -STOP $0; sleep 3; kill -CONT $0", pid).start().waitFor();
    return (System.nanoTime() - before) / 1e9;
  }

  private static Tree told(RunningJvm app, String words) {
    return told(app, words, trigger -> trigger.text("sentence").contains(words));
  }

  /** The trigger that says so, of a bundle of its own or in one that was being written. */
  private static Tree told(RunningJvm app, String words, Predicate<Tree> wanted) {
    return app.await(
        "a trigger that says " + words,
        () ->
            app.bundles().stream()
                .flatMap(bundle -> bundle.triggers().stream())
                .filter(wanted)
                .findFirst());
  }

  private static AgentJvm spinning(AgentJvm jvm) {
    return jvm.set("duality.trigger.cpu.for", "1s")
        .set("duality.trigger.cpu.thread", "50%")
        .set("duality.trigger.cpu.capture", "threads*2/250ms, waits, resources")
        .set("duality.trigger.hiccup.enabled", "false") // a busy machine is not asked here
        .set("duality.capture.max-pause", "10s");
  }

  private static OpenedBundle about(RunningJvm app, String words) {
    return app.awaitBundle(
        "a bundle whose trigger says " + words, bundle -> sentence(bundle).contains(words));
  }

  private static String sentence(OpenedBundle bundle) {
    return bundle.trigger().text("sentence");
  }

  private static String statement(OpenedBundle bundle, String pattern) {
    return bundle.finding(pattern).text("statement");
  }

  private static void spins(
      RunningJvm app, OpenedBundle bundle, String thread, String frame, String span) {
    String[] told = app.awaitLine("TRACE " + thread + " ").split(" ", 5);
    String sentence = sentence(bundle);
    assertTrue(sentence.contains(thread), sentence);
    assertTrue(sentence.contains(frame), sentence);
    assertTrue(sentence.contains(span), sentence);
    assertTrue(sentence.contains(told[2]), () -> "no trace " + told[2] + " in " + sentence);
    Tree node = bundle.waits().node(thread);
    assertEquals("spinner", node.text("role"), node::toString);
    assertEquals(told[3], node.text("spanId"), node::toString);
    Tree trace =
        bundle.manifest().trees("traces").stream()
            .filter(each -> each.text("traceId").equals(told[2]))
            .findFirst()
            .orElseThrow();
    assertEquals("spinner", trace.text("role"), trace::toString);
  }
}
