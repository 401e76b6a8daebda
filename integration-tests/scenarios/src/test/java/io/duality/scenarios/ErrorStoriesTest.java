package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.util.List;

/** Errors of every fate in one JVM, beside errors that are how the program works. */
final class ErrorStoriesTest {
  @OnEveryJdk
  void errors_tell_their_signature_rhythm_and_fate_and_control_flow_stays_silent(AgentJvm jvm) {
    jvm.set("duality.trigger.errors.capture", "threads, waits, resources")
        .set("duality.trigger.errors.limit", "20/1h")
        .set("duality.trigger.uncaught.capture", "threads, waits, resources")
        .set("duality.capture.max-pause", "10s")
        .heap("96m");
    RunningJvm app = Incident.start(jvm, ErrorHouse.class, "stuck").awaitReady();
    OpenedBundle storm = about(app, "ConnectException");
    app.ledger().forEach(line -> System.out.println(line));
    System.out.println(app.control().status().text("text"));
    app.bundles().forEach(b -> System.out.println(b.summary() + b.text("findings.json")));
    assertTrue(storm.summary().contains("ConnectException"), storm::summary);
  }

  private static OpenedBundle about(RunningJvm app, String text) {
    return app.awaitBundle(
            "a bundle about " + text, bundle -> bundle.trigger().toString().contains(text))
        .validate();
  }

  static List<String> unused() {
    return List.of();
  }
}
