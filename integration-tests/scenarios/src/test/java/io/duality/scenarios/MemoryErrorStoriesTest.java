package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;

/** Memory of every kind ends, and what was there at that moment is in a bundle. */
final class MemoryErrorStoriesTest {
  private static final String ARMED = "heap dump on OutOfMemoryError: armed";
  private static final List<String> OTHERS =
      List.of(
          "memory-growth",
          "memory-level",
          "gc",
          "hiccup",
          "cpu",
          "errors",
          "leak-handles",
          "uncaught",
          "stall");

  @OnEveryJdk
  void every_kind_of_exhausted_memory_leaves_its_bundle_and_the_program_goes_on(AgentJvm jvm)
      throws IOException {
    RunningJvm app =
        alone(jvm)
            .heap("64m")
            .options("-XX:MaxDirectMemorySize=16m", "-XX:MaxMetaspaceSize=80m")
            .main(MemoryErrors.class)
            .start();
    app.awaitReady();
    app.control().awaitStatus(ARMED);
    app.control().awaitStatus("recording: running");
    app.send("near");
    app.awaitLine("AFTER near 100");
    app.assertNoBundle(4); // near the limit is not beyond it

    app.send("caught direct");
    OpenedBundle direct = kind(app, "direct", "direct buffers");
    assertTrue(direct.trigger().text("sentence").contains("orders-direct"), direct.toString());

    app.send("caught threads");
    OpenedBundle threads = kind(app, "threads", "threads");
    assertEquals("skipped", threads.step("heap").text("status"));

    app.send("caught metaspace");
    kind(app, "metaspace", "metaspace");

    app.send("array");
    OpenedBundle array = kind(app, "array", "array size");
    assertTrue(array.trigger().text("sentence").contains("had room"), array.toString());
    assertTrue(array.summary().contains("orders-array"), array.summary());

    // Last: it may end the flight recorder's own threads, and nothing begins those again.
    app.send("heap");
    OpenedBundle heap = kind(app, "heap", "heap");
    assertTrue(heap.trigger().text("sentence").contains("on thread orders-heap"), heap.toString());
    assertTrue(
        heap.findings("S11").stream()
            .anyMatch(each -> each.tree("subject").text("name").equals("heap")),
        () -> heap.findings().toString());
    sanitised(heap);

    app.send("near");
    app.awaitLine("AFTER near 100");
    assertEquals(5, app.bundles().size(), () -> app.bundles().toString());
    assertFalse(Files.exists(app.control().awaitArmed().resolve("oom.hprof")));
  }

  @OnEveryJdk
  void errors_that_the_application_catches_are_noticed_though_the_jvm_writes_no_dump(AgentJvm jvm) {
    RunningJvm app =
        alone(jvm)
            .set("duality.heap.on-oom", "never")
            .set("duality.trigger.oom.capture", "threads, histogram")
            .heap("64m")
            .options("-XX:MaxDirectMemorySize=16m")
            .main(MemoryErrors.class)
            .start();
    app.awaitReady();
    app.control().awaitStatus("recording: running");
    app.send("near");
    app.awaitLine("AFTER near 100");
    app.assertNoBundle(2);

    app.send("caught huge");
    app.awaitLine("CAUGHT Requested array size exceeds VM limit");
    OpenedBundle huge = kind(app, "huge", "array size");
    assertTrue(huge.summary().contains("no heap allows such an array"), huge::summary);

    app.send("caught heap");
    app.awaitLine("CAUGHT Java heap space");
    OpenedBundle heap = kind(app, "heap", "heap");
    String sentence = heap.trigger().text("sentence");
    assertTrue(sentence.contains("on thread orders-heap"), sentence);
    // A full heap sometimes ends the recorder's stream, which alone knows the place.
    String page = heap.summary();
    boolean deaf =
        page.contains("at a place that was not seen")
            && page.contains("the flight recorder's stream was ended by");
    assertTrue(deaf || page.contains("at MemoryErrors"), heap::summary);
    assertEquals(2, app.bundles().size(), () -> app.bundles().toString());
  }

  @OnEveryJdk
  void what_the_user_told_the_jvm_about_its_dumps_stays_and_the_bundle_comes_all_the_same(
      AgentJvm jvm) throws IOException {
    Path own = jvm.directory().resolve("own.hprof");
    Path ran = jvm.directory().resolve("own-command-ran");
    RunningJvm app =
        alone(jvm)
            .set("duality.heap.on-trigger", "always")
            .set("duality.trigger.manual.capture", "heap")
            .heap("64m")
            .options(
                "-XX:+UseParallelGC",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:HeapDumpPath=" + own,
                "-XX:OnOutOfMemoryError=touch " + ran)
            .main(MemoryErrors.class)
            .start();
    app.awaitReady();
    app.control().awaitStatus("not armed, this JVM has its own HeapDumpOnOutOfMemoryError = true");

    sanitised(app.control().capture("somebody wants the heap"));

    app.send("overhead");
    app.awaitLine("AFTER overhead 100");
    OpenedBundle bundle = app.awaitBundle("oom").validate();
    String observed = bundle.trigger().text("observed");
    // What the JVM gives up at: collecting in vain, the last entry, or a larger table for all.
    assertTrue(List.of("gc overhead", "heap", "array size").contains(observed), observed);
    assertTrue(Files.size(own) > 0, "the user's dump is the user's");
    assertTrue(Files.exists(ran), "and the user's command is run");
    assertFalse(Files.exists(app.control().awaitArmed().resolve("oom.hprof")));
    assertEquals("ok", bundle.step("heap").text("status"), "ours is taken beside it");
  }

  private static AgentJvm alone(AgentJvm jvm) {
    OTHERS.forEach(other -> jvm.set("duality.trigger." + other + ".enabled", "false"));
    return Incident.onAnyMachine(jvm)
        .set("duality.trigger.oom.capture", "threads, waits, recording, histogram, heap")
        .set("duality.trigger.oom.limit", "20/1h")
        .set("duality.recording.after", "0s")
        .set("duality.heap.max-pause", "1m");
  }

  private static OpenedBundle kind(RunningJvm app, String asked, String kind) {
    app.awaitLine("AFTER " + asked + " 100");
    OpenedBundle bundle =
        app.awaitBundle(
            "a bundle about " + kind, each -> each.trigger().text("observed").equals(kind));
    return bundle.validate();
  }

  private static void sanitised(OpenedBundle bundle) throws IOException {
    Tree step = bundle.step("heap");
    assertEquals("ok", step.text("status"), step::toString);
    assertTrue(step.text("reason").contains("sanitised: "), step::toString);
    Tree file =
        bundle.manifest().trees("files").stream()
            .filter(each -> each.text("name").equals("heap.hprof.gz"))
            .findFirst()
            .orElseThrow();
    assertTrue(file.toString().contains("\"sanitized\": true"), file::toString);
    Path plain = bundle.path().resolve("../../opened.hprof").normalize();
    try (InputStream in =
            new GZIPInputStream(Files.newInputStream(bundle.path().resolve("heap.hprof.gz")));
        OutputStream out = Files.newOutputStream(plain)) {
      in.transferTo(out);
    }
    Heap heap = HeapFactory.createHeap(plain.toFile());
    Instance sessions =
        (Instance)
            heap.getJavaClassByName(MemoryErrors.class.getName()).getValueOfStaticField("SESSIONS");
    assertEquals(100, sessions.getValueOfField("size"));
    String text = Files.readString(plain, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("Kq83hZ"), "what the sessions hold left the process");
    Files.delete(plain);
  }
}
