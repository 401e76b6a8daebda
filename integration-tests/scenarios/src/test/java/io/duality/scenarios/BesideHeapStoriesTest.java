package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;

/** Memory beside the heap that is never given back, each kind in its own words, and its twin. */
final class BesideHeapStoriesTest {
  private static final String PLACE = "BesideTheHeap.";

  @OnEveryJdk
  void buffers_and_classes_are_told_with_who_makes_them_while_there_is_room(AgentJvm jvm) {
    RunningJvm app = watched(jvm).arguments("stuck").start();
    app.awaitReady();
    app.control().awaitStatus("baseline of ");

    app.send("buffers");
    OpenedBundle direct = about(app, "direct buffers");
    String said = leak(direct, "direct buffers: ");
    assertTrue(said.startsWith("direct buffers: java.nio.DirectByteBuffer grew from "), said);
    assertTrue(said.contains("allocated at io.duality.scenarios." + PLACE + "image:"), said);
    assertTrue(said.contains("by GET /image "), said);
    assertTrue(said.contains("the limit is reached in "), said);
    String mapped = leak(direct, "mapped buffers: ");
    assertTrue(mapped.contains("java.nio.MappedByteBuffer grew from "), mapped);
    String page = direct.summary();
    assertTrue(page.startsWith("# BesideTheHeap: direct buffers "), page);
    assertTrue(page.matches("(?s).*MiB/(s|min).*"), page);

    app.send("loaders");
    OpenedBundle metaspace = about(app, "metaspace");
    String classes = leak(metaspace, "metaspace: ");
    assertTrue(
        classes.contains("most of those that came are io.duality.scenarios.Plugin* in "), classes);
    assertTrue(classes.contains(" class loaders of io.duality.scenarios.Plugins"), classes);
    assertTrue(classes.contains(PLACE + "plugin:"), classes);
    assertTrue(classes.contains("by GET /image "), classes);
    assertTrue(metaspace.summary().contains(" more classes than at "), metaspace::summary);

    app.send("end");
    assertEquals(0, app.awaitExit());
    assertTrue(app.stderr().stream().noneMatch(line -> line.contains("OutOfMemory")));
  }

  @OnEveryJdk
  void the_same_requests_that_give_back_what_they_took_make_no_bundle(AgentJvm jvm) {
    RunningJvm app = watched(jvm).arguments("moving").start();
    app.awaitReady();
    for (String kind : List.of("buffers", "loaders", "classes")) {
      app.send(kind);
      app.awaitLine("NOW " + kind);
      app.assertNoBundle(3);
    }
  }

  /** Small limits are soon reached; the baseline comes as early as it may. */
  private static AgentJvm watched(AgentJvm jvm) {
    return jvm.heap("96m")
        .main(BesideTheHeap.class)
        .classPathOf(
            Span.class,
            Context.class,
            ComponentLoader.class,
            SdkTracerProvider.class,
            Resource.class)
        .options("-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m", "-XX:MaxMetaspaceSize=80m")
        .set("duality.watch.interval", "250ms")
        .set("duality.overhead.cpu", "off") // looks in such a rhythm are dear, and meant
        .set("duality.leaks.baseline-after", "2s")
        .set("duality.trigger.memory-level.share", "60%")
        .set("duality.trigger.memory-level.kinds", "direct buffers, metaspace")
        .set("duality.trigger.memory-level.capture", "threads, histogram")
        .set("duality.trigger.memory-growth.capture", "threads, histogram")
        .set("duality.trigger.leak-handles.enabled", "false")
        .set("duality.trigger.hiccup.enabled", "false")
        .set("duality.trigger.gc.enabled", "false")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
  }

  /** Whether its level or its growth comes first is a matter of the machine. */
  private static OpenedBundle about(RunningJvm app, String area) {
    return app.awaitBundle(
            "about " + area, each -> each.trigger().text("sentence").startsWith(area))
        .validate();
  }

  private static String leak(OpenedBundle bundle, String kind) {
    return bundle.findings("S10").stream()
        .map(found -> found.text("statement"))
        .filter(said -> said.startsWith(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(bundle.findings() + bundle.summary()));
  }
}
