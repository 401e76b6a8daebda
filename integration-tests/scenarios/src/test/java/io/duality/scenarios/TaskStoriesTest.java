package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;

/** What went wrong with tasks that nobody waits for, as the recording has it. */
final class TaskStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.TroubledTasks$";

  @OnEveryJdk
  void tasks_that_wait_fail_or_are_refused_are_recorded_with_the_trace_of_who_gave_them(
      AgentJvm jvm) {
    RunningJvm app = Incident.start(jvm, TroubledTasks.class, "stuck").awaitReady();
    app.control().awaitLooks(2); // what has happened is written down once a second
    OpenedBundle bundle = app.control().capture("to read it all").validate();
    List<RecordedEvent> events = bundle.recording("duality.Task");

    RecordedEvent failed = one(app, events, "failed", "report", "http-reports");
    assertEquals(PACKAGE + "Fails", failed.getString("taskClass"));
    assertEquals("java.lang.IllegalStateException", failed.getString("detail"));
    assertTrue(failed.getDuration("queueNanos").toMillis() >= 299, failed::toString);
    RecordedEvent late = one(app, events, "completed", "letter", "http-letters");
    assertTrue(late.getDuration("queueNanos").toMillis() >= 10, late::toString);
    RecordedEvent refused = one(app, events, "rejected", "letter", "http-letters");
    assertTrue(refused.getString("detail").endsWith("AbortPolicy"), refused::toString);
    assertEquals("http-letters", refused.getString("worker"));
    one(app, events, "stopped", "timer", "http-timers");
    one(app, events, "resized", "letter", null);
    RecordedEvent abandoned = one(app, events, "abandoned", "closing", null);
    assertEquals("1 task", abandoned.getString("detail"));
    for (String phase : List.of("resized", "closed")) {
      assertTrue(
          bundle.recording("duality.Resource").stream()
              .anyMatch(event -> event.getString("phase").equals(phase)),
          phase);
    }
    String status = app.control().status().text("text");
    assertTrue(status.contains(" 0 calls failed"), status);
  }

  @OnEveryJdk
  void tasks_that_are_done_leave_no_note_of_trouble(AgentJvm jvm) {
    RunningJvm app = Incident.start(jvm, TroubledTasks.class, "moving").awaitReady();
    app.awaitLine("DONE");
    OpenedBundle bundle = app.control().capture("to read it all").validate();

    for (RecordedEvent event : bundle.recording("duality.Task")) {
      assertEquals("completed", event.getString("phase"), event::toString);
    }
    assertEquals(1, app.bundles().size(), "nothing but the capture that was asked for");
  }

  /** An event of a pool's, whose submitter is that of the thread, if it has one. */
  private static RecordedEvent one(
      RunningJvm app, List<RecordedEvent> events, String phase, String pool, String thread) {
    String trace = thread == null ? null : app.awaitLine("TRACE " + thread).split(" ")[2];
    return events.stream()
        .filter(event -> event.getString("phase").equals(phase))
        .filter(event -> event.getString("pool").contains(pool))
        .filter(event -> trace == null || trace.equals(trace(event)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(phase + " of " + pool + " in " + events));
  }

  private static String trace(RecordedEvent event) {
    return String.format("%016x%016x", event.getLong("traceIdHigh"), event.getLong("traceIdLow"));
  }
}
