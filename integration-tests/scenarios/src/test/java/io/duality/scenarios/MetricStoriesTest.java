package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.duality.scenarios.handles.Metered;
import java.time.Instant;
import java.util.List;

/** Triggers that compare any number, and one that captures by the calendar. */
final class MetricStoriesTest {
  private static final List<String> METRICS = List.of("backlog", "heap", "machine", "waits");

  @OnEveryJdk
  void numbers_beyond_their_bounds_and_a_time_of_the_calendar_are_captured_once(AgentJvm jvm) {
    Instant at = Instant.now().plusSeconds(3);
    Incident.onAnyMachine(jvm)
        .main(Metered.class)
        .heap("64m")
        .set("duality.trigger.stall.enabled", "false")
        .set("duality.trigger.exit.enabled", "false")
        .set("duality.trigger.schedule.enabled", "true")
        .set("duality.trigger.schedule.at", at.toString())
        .set("duality.trigger.schedule.capture", "waits");
    metric(jvm, "backlog", "com.acme:type=Orders/Backlog", "above", "1000");
    metric(jvm, "heap", "java.lang:type=Memory/HeapMemoryUsage.used", "below", "64MiB");
    metric(jvm, "machine", "jdk.CPULoad/machineTotal", "above", "-1");
    metric(jvm, "waits", "duality/waits", "below", "1000");
    metric(jvm, "calm", "java.lang:type=Threading/ThreadCount", "above", "100000");
    metric(jvm, "absent", "com.acme:type=Orders/Nothing", "above", "1");
    RunningJvm app = jvm.start().awaitReady();
    for (String metric : METRICS) {
      fired(app, metric);
    }
    Tree scheduled = fired(app, "schedule");
    assertTrue(!Instant.parse(scheduled.text("at")).isBefore(at), scheduled::toString);
    OpenedBundle bundle = app.awaitBundle().validate();
    assertTrue(
        List.of("metric", "schedule").contains(bundle.trigger().text("type")),
        bundle.trigger()::toString);
    app.awaitComplaint("metric com.acme:type=Orders/Nothing: MBean com.acme:type=Orders has no");
    assertEquals(0, firings(app, "calm") + firings(app, "absent"));
    app.close();

    // The next start knows from the ledger that this time is over; and one figure never answers.
    metric(jvm, "forecast", "com.acme:type=Orders/Forecast", "above", "1");
    RunningJvm again = jvm.start().awaitReady();
    again.awaitComplaint("metric com.acme:type=Orders/Forecast: did not answer within 5 s");
    assertEquals(1, firings(again, "schedule"), () -> again.ledger().toString());
    assertEquals(1, again.stdout().stream().filter(line -> line.startsWith("FORECAST ")).count());
    assertTrue(again.awaitLine("FORECAST 1").contains("duality-metric"));
  }

  private static void metric(AgentJvm jvm, String name, String metric, String bound, String value) {
    String trigger = "duality.trigger." + name;
    jvm.set(trigger + ".on", "metric")
        .set(trigger + ".metric", metric)
        .set(trigger + "." + bound, value)
        .set(trigger + ".for", "1s")
        .set(trigger + ".capture", "waits");
  }

  private static Tree fired(RunningJvm app, String trigger) {
    return app.await(
        trigger + " to fire",
        () -> app.ledger().stream().filter(line -> fired(line, trigger)).findFirst());
  }

  private static boolean fired(Tree line, String trigger) {
    return line.text("trigger").equals(trigger) && line.text("state").equals("fired");
  }

  private static long firings(RunningJvm app, String trigger) {
    return app.ledger().stream().filter(line -> fired(line, trigger)).count();
  }
}
