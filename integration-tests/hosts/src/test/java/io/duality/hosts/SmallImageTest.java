package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Java without the flight recorder, or without more than that. */
final class SmallImageTest {
  private static final String ENOUGH = "java.base,java.instrument,java.management,jdk.management";

  @OnEveryJdk
  void image_without_the_flight_recorder_gives_bundles_without_recordings(AgentJvm jvm, Jdk jdk) {
    Path image = jvm.directory().resolve("image");
    Program jlink =
        Program.run(
            jvm.directory(), jdk, "jlink", "--add-modules", ENOUGH, "--output", image.toString());
    Assumptions.assumeTrue(
        jlink.code() == 0, () -> "jlink of " + jdk + " makes no image: " + jlink.said());

    RunningJvm app =
        Stall.soon(jvm)
            .set("duality.trigger.stall.capture", "threads, waits, resources, recording")
            .image(image)
            .main(StockRoom.class)
            .start()
            .awaitReady();

    String reason =
        "this Java image has no module jdk.jfr: build it with jlink --add-modules jdk.jfr";
    assertSkipped(Stall.explained(app), reason);
    assertSaysSoOnce(app, reason);
    Stall.ends(app);
  }

  @OnEveryJdk
  void recorder_outside_the_boot_layer_is_named_with_the_option_that_brings_it(AgentJvm jvm) {
    RunningJvm app =
        Stall.soon(jvm)
            .set("duality.trigger.stall.capture", "threads, waits, resources, recording")
            .options("--limit-modules", ENOUGH)
            .main(StockRoom.class)
            .start()
            .awaitReady();

    String reason =
        "JFR is in this image but not in the boot layer: start with --add-modules jdk.jfr";
    assertSkipped(Stall.explained(app), reason);
    assertSaysSoOnce(app, reason);
    Stall.ends(app);
  }

  @OnEveryJdk
  void java_without_management_is_left_alone_with_one_line(AgentJvm jvm) {
    RunningJvm app =
        jvm.options("--limit-modules", "java.base,java.instrument").main(StockRoom.class).start();

    app.awaitReady();
    Stall.ends(app);
    assertEquals(1, app.stderr().size(), () -> app.stderr().toString());
    String line = app.stderr().get(0);
    assertTrue(line.startsWith("duality: not armed: "), line);
    assertTrue(line.contains("--add-modules java.management"), line);
    assertFalse(app.bundleDirectory().toFile().exists());
  }

  private static void assertSkipped(OpenedBundle bundle, String reason) {
    Tree step = bundle.step("recording");
    assertEquals("skipped", step.text("status"));
    assertEquals(reason, step.text("reason"));
    assertFalse(bundle.has("recording.jfr"));
  }

  private static void assertSaysSoOnce(RunningJvm app, String reason) {
    assertEquals(2, app.stderr().size(), () -> app.stderr().toString());
    Stall.assertArmed(app.stderr().get(0), app.bundleDirectory());
    assertEquals("duality: bundles will have no recording: " + reason, app.stderr().get(1));
  }
}
