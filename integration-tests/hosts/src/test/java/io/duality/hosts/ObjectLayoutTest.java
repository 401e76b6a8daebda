package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import io.duality.harness.WaitGraph;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * What is read out of objects by offset is right, however the JVM lays them out and wherever it has
 * its classes from.
 */
final class ObjectLayoutTest {
  private static final String STOCK = "io.duality.hosts.Fulfilment.stockLock";
  private static final String PLAN = "io.duality.hosts.Fulfilment.planLock";
  private static final String PARCELS = "io.duality.hosts.Fulfilment.parcels";
  private static final String INVOICE = "future of io.duality.hosts.Fulfilment (lambda)";

  @OnEveryJdk
  void with_redefinition_that_may_add_methods(AgentJvm jvm) {
    isRead(jvm.options("-XX:+AllowRedefinitionToAddDeleteMethods"));
  }

  @OnEveryJdk
  void without_dynamic_loading_of_agents(AgentJvm jvm) {
    isRead(jvm.options("-XX:-EnableDynamicAgentLoading"));
  }

  @OnEveryJdk
  void without_class_data_sharing(AgentJvm jvm) {
    isRead(jvm.options("-Xshare:off"));
  }

  @OnEveryJdk
  void with_an_archive_of_the_application(AgentJvm jvm, Jdk jdk) {
    Path archive = jvm.directory().resolve("app.jsa");
    Path jar = jar(jvm, jdk);
    AgentJvm plain =
        packed(AgentJvm.on(jdk, jvm.directory()), jar)
            .withoutAgent()
            .options("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable");
    try (RunningJvm app = plain.start().awaitReady()) {
      Stall.ends(app);
    }
    Assumptions.assumeTrue(
        archive.toFile().exists(), () -> jdk + " made no archive of its classes");
    isTold(packed(jvm.options("-XX:SharedArchiveFile=" + archive), jar));
  }

  /** Without the diagnostic option such a JVM ends at once, whatever the agent. */
  @OnEveryJdk
  @Since(21)
  void with_an_archive_that_the_jvm_makes_itself(AgentJvm jvm, Jdk jdk) {
    Path archive = jvm.directory().resolve("auto.jsa");
    isTold(
        packed(
            jvm.options(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+AllowArchivingWithJavaAgent",
                "-XX:+AutoCreateSharedArchive",
                "-Xlog:disable",
                "-XX:SharedArchiveFile=" + archive),
            jar(jvm, jdk)));
  }

  /** Archives are made of jars only. */
  private static Path jar(AgentJvm jvm, Jdk jdk) {
    Path jar = jvm.directory().resolve("fulfilment.jar");
    Path classes;
    try {
      classes =
          Path.of(Fulfilment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file holds " + Fulfilment.class, e);
    }
    Program made =
        Program.run(
            jvm.directory(),
            jdk,
            "jar",
            "--create",
            "--file=" + jar,
            "-C",
            classes.toString(),
            ".");
    assertEquals(0, made.code(), made::said);
    return jar;
  }

  private static AgentJvm packed(AgentJvm jvm, Path jar) {
    return jvm.heap("128m")
        .classPath(jar)
        .classPathOf(Span.class, Context.class, ComponentLoader.class)
        .main(Fulfilment.class.getName());
  }

  @OnEveryJdk
  @Since(25)
  void with_compact_object_headers(AgentJvm jvm) {
    isRead(jvm.options("-XX:+UseCompactObjectHeaders"));
  }

  @OnEveryJdk
  void with_wide_references(AgentJvm jvm) {
    isRead(jvm.options("-XX:-UseCompressedOops"));
  }

  @OnEveryJdk
  void with_wide_class_pointers(AgentJvm jvm) {
    isRead(jvm.options("-XX:-UseCompressedClassPointers"));
  }

  @OnEveryJdk
  void with_objects_and_contended_fields_further_apart(AgentJvm jvm) {
    isRead(jvm.options("-XX:ObjectAlignmentInBytes=32", "-XX:ContendedPaddingWidth=256"));
  }

  @OnEveryJdk
  void with_the_serial_collector(AgentJvm jvm) {
    isRead(jvm.options("-XX:+UseSerialGC"));
  }

  @OnEveryJdk
  void with_a_collector_that_moves_and_colours_references(AgentJvm jvm) {
    isRead(jvm.options("-XX:+UseZGC"));
  }

  @OnEveryJdk
  void with_the_other_way_of_locking_monitors(AgentJvm jvm, Jdk jdk) {
    isRead(
        jdk.feature() < 21
            ? jvm.options("-XX:+UseHeavyMonitors")
            : jdk.feature() < 24
                ? jvm.options("-XX:LockingMode=1")
                : jvm.options("-XX:+UnlockDiagnosticVMOptions", "-XX:+UseObjectMonitorTable"));
  }

  @OnEveryJdk
  void in_a_linked_image(AgentJvm jvm, Jdk jdk) {
    Path image = jvm.directory().resolve("image");
    Program jlink =
        Program.run(
            jvm.directory(),
            jdk,
            "jlink",
            "--add-modules",
            "java.instrument,java.logging,java.management",
            "--output",
            image.toString());
    Assumptions.assumeTrue(
        jlink.code() == 0, () -> "jlink of " + jdk + " makes no image: " + jlink.said());
    isRead(jvm.image(image));
  }

  private static void isRead(AgentJvm jvm) {
    isTold(
        jvm.heap("128m")
            .main(Fulfilment.class)
            .classPathOf(Span.class, Context.class, ComponentLoader.class));
  }

  private static void isTold(AgentJvm jvm) {
    RunningJvm app =
        jvm.set("duality.trigger.stall.enabled", "false")
            .set("duality.trigger.manual.capture", "threads, waits, resources")
            .start()
            .awaitReady();
    String status = app.control().awaitStatus("AbstractQueuedSynchronizer.acquire/6: 2 of 2");
    assertTrue(status.contains(" 0 calls failed"), status);
    OpenedBundle bundle = app.control().capture("to read it all").validate();
    WaitGraph waits = bundle.waits();
    List<String[]> edges =
        List.of(
            new String[] {"order-1", "waits-for", STOCK},
            new String[] {STOCK, "held-by", "inventory-sync"},
            new String[] {"planner", "waits-for", PLAN},
            new String[] {PLAN, "held-by", "reader-1"},
            new String[] {PLAN, "held-by", "reader-2"},
            new String[] {"packer", "waits-for", PARCELS},
            new String[] {"billing", "waits-for", INVOICE},
            new String[] {INVOICE, "worked-by", "invoice-runner"});
    for (String[] edge : edges) {
      assertTrue(
          waits.hasEdge(edge[0], edge[1], edge[2]),
          () -> String.join(" ", edge) + " is not in " + waits.tree());
    }
    Tree parcels = bundle.resource(PARCELS);
    assertEquals(3, parcels.number("depth"), parcels::toString);
    assertEquals(3, parcels.number("limit"), parcels::toString);
    List<String> told = app.stdout().stream().filter(line -> line.startsWith("TRACE ")).toList();
    assertTrue(told.size() >= 2, told::toString);
    for (String line : told) {
      String[] words = line.split(" ");
      Tree node = waits.node(words[1]);
      assertEquals(words[2], node.text("traceId", "none"), node::toString);
    }
    Stall.ends(app);
  }
}
