package io.duality.scenarios.waits;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdks;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Runs the program of all waits. */
final class StuckProgram {
  private static final String FILE = "ledger.txt";

  private StuckProgram() {}

  /** Lets it get stuck in every kind of wait at once, and takes a bundle about it. */
  @SuppressWarnings("try") // the file's lock is there to be held
  static StuckWaits capture(Place place, Path directory) throws IOException {
    AgentJvm jvm = AgentJvm.on(Jdks.feature(place.feature()).orElseThrow(), directory);
    jvm.set("duality.trigger.stall.age", "1h") // nothing but the test is to ask for the bundle
        .set("duality.capture.max-pause", "10s") // what a busy machine pauses is not asked here
        .options("-Djdk.virtualThreadScheduler.parallelism=12"); // some kinds keep their carrier
    try (FileChannel file = FileChannel.open(file(jvm), StandardOpenOption.WRITE);
        FileLock held = file.lock();
        RunningJvm app = start(jvm, "stuck", place.virtual())) {
      app.awaitReady();
      app.control().awaitLooks(4); // a wait that is only sampled is told of when it was seen twice
      OpenedBundle bundle = app.control().capture("every kind of wait").validate();
      return new StuckWaits(bundle, app.stdout());
    }
  }

  /**
   * Lets it move, for five seconds: a wait whose end was missed would be open for three of them; on
   * a busy machine some real waits last more than one.
   */
  static RunningJvm moving(AgentJvm jvm, boolean virtual) throws IOException {
    file(jvm);
    return start(jvm.set("duality.trigger.stall.age", "3s"), "moving", virtual);
  }

  private static Path file(AgentJvm jvm) throws IOException {
    return Files.createFile(jvm.directory().resolve(FILE));
  }

  private static RunningJvm start(AgentJvm jvm, String mode, boolean virtual) {
    return jvm.set("duality.trigger.hiccup.enabled", "false") // a busy machine is not asked here
        .set("duality.trigger.gc.pause", "1m")
        .main(WaitKinds.class)
        .classPathOf(
            Span.class,
            Context.class,
            ComponentLoader.class,
            SdkTracerProvider.class,
            Resource.class)
        .heap("256m")
        .arguments(mode, virtual ? "virtual" : "platform", FILE)
        .start();
  }
}
