package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.AppenderBase;
import com.lmax.disruptor.RingBuffer;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.time.Duration;
import java.util.List;
import org.apache.log4j.varia.NullAppender;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.slf4j.Logger;

/** Errors of every fate in one JVM, beside errors that are how the program works. */
final class ErrorStoriesTest {
  private static final String HOUSE = "io.duality.scenarios.ErrorHouse";

  /** Jobs that fail are listened for in windows, which rest for most of a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What the healthy part throws all the time. */
  private static final List<String> USUAL =
      List.of(
          "NumberFormatException",
          "lateLetter",
          "backsOff",
          "InterruptedException",
          "upload",
          "LoggingJobs",
          "ErrorHouse.tries");

  @OnEveryJdk
  void errors_tell_signature_rhythm_and_fate_beside_control_flow_that_stays_silent(AgentJvm jvm) {
    jvm.classPathOf(AppenderBase.class, LoggerContext.class, Logger.class)
        .classPathOf(AsyncLoggerContext.class, Level.class)
        .classPathOf(RingBuffer.class, NullAppender.class);
    RunningJvm app =
        Incident.start(quick(jvm).deadline(PATIENCE), ErrorHouse.class, "stuck").awaitReady();

    OpenedBundle stopped = about(app, "UnsupportedOperationException");
    says(stopped, "T21", HOUSE + "$Stops", "will not be run again");

    OpenedBundle died = about(app, "courier-7");
    says(died, "S16", "IllegalStateException", "caused by java.io.IOException", "threads ended");
    says(died, "T26", "on courier-7");
    app.awaitComplaint("Exception in thread \"courier-7\"");

    OpenedBundle deep = about(app, "walker");
    says(deep, "S15", "walker", "2 frames that repeat", HOUSE + ".even", HOUSE + ".odd");

    OpenedBundle job = about(app, HOUSE + ".sync");
    says(job, "T10", HOUSE + ".sync", "every ", "in a job that a scheduler repeats");
    says(job, "T21", HOUSE + ".sync", "tells of it");

    String hidden = job.findings("T21").toString();
    assertFalse(hidden.contains(HOUSE + ".upload"), "what is logged is not hidden");
    assertFalse(hidden.contains("LoggingJobs"), () -> "what is logged is not hidden: " + hidden);

    app.send("storm");
    OpenedBundle storm = about(app, HOUSE + ".checkout");
    says(storm, "T12", "ConnectException", "up to 12 attempts", "POST /checkout");
    says(storm, "T06", "ConnectException", "12 times");
    says(storm, "T26", "ConnectException", "on checkout-", "POST /checkout, trace ");
    OpenedBundle feed = about(app, HOUSE + ".feed");
    says(feed, "T12", "thread price-feed tries to reach tcp 127.0.0.1:", "since", "one in ");
    OpenedBundle mails = about(app, HOUSE + "$Mail");
    says(mails, "T11", HOUSE + "$Mail", "evenly spread over 4 threads");

    for (OpenedBundle bundle : app.bundles()) {
      assertFalse(bundle.text("findings.json").contains("4711"), "messages are not kept");
      for (String usual : USUAL) {
        assertFalse(
            bundle.triggers().toString().contains(usual),
            () -> usual + " made " + bundle.triggers());
      }
    }
    String status = app.control().status().text("text");
    assertTrue(status.contains(" 0 calls failed"), status);
  }

  @OnEveryJdk
  void control_flow_back_off_and_an_error_now_and_then_make_no_bundle(AgentJvm jvm) {
    RunningJvm app = Incident.start(quick(jvm), ErrorHouse.class, "moving").awaitReady();
    app.awaitLine("DONE");
    app.assertNoBundle(3);
  }

  private static AgentJvm quick(AgentJvm jvm) {
    return jvm.set("duality.trigger.errors.capture", "threads, waits, resources")
        .set("duality.trigger.errors.limit", "20/1h")
        .set("duality.trigger.uncaught.capture", "threads, waits, resources")
        .set("duality.capture.max-pause", "10s")
        .heap("96m");
  }

  private static OpenedBundle about(RunningJvm app, String text) {
    return app.awaitBundle(
            "a bundle about " + text, bundle -> bundle.triggers().toString().contains(text))
        .validate();
  }

  private static void says(OpenedBundle bundle, String pattern, String... words) {
    List<String> statements =
        bundle.findings(pattern).stream().map(finding -> finding.text("statement")).toList();
    assertTrue(
        statements.stream().anyMatch(each -> List.of(words).stream().allMatch(each::contains)),
        () -> pattern + " with " + List.of(words) + " is not among " + statements);
  }
}
