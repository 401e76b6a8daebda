package io.duality.engine.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Hooks;
import io.duality.boot.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmissionTest {
  @TempDir Path dir;

  @Test
  void wait_its_summary_trigger_and_heartbeat_are_in_the_recording_with_equal_numbers()
      throws Exception {
    Emission emission = new Emission();
    FlightRecorder.getFlightRecorder();
    emission.register();
    boolean armed = Hooks.armed;
    long threshold = Hooks.recordNanos;
    Hooks.armed = true;
    Hooks.recordNanos = 0;
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      emission.heartbeat(1, 0, 1); // not open yet: nothing
      emission.open();
      Object resource = new ArrayBlockingQueue<>(1);
      Hooks.parks(resource, Op.PARK, true);
      Hooks.ends(resource);
      assertEquals(1, emission.summaries());
      assertEquals(0, emission.summaries(), "every wait is summed once");
      emission.trigger("stall", "fired", "5.3s", "wait.age > 5s", "01a1");
      emission.heartbeat(7, 2, 5);
      emission.close();
      Hooks.parks(resource, Op.PARK, true);
      Hooks.ends(resource);
      recording.stop();
      Path file = dir.resolve("r.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    } finally {
      Hooks.armed = armed;
      Hooks.recordNanos = threshold;
      emission.close();
    }
    assertEquals(1, of(events, "duality.Wait").size(), "one inside, none after closing");
    RecordedEvent wait = of(events, "duality.Wait").get(0);
    RecordedEvent summary = of(events, "duality.WaitSummary").get(0);
    assertEquals(wait.getInt("resourceId"), summary.getInt("resourceId"));
    assertEquals(wait.getString("resource"), summary.getString("resource"));
    assertEquals(wait.getLong("waitNanos"), summary.getLong("totalNanos"));
    assertEquals(1, summary.getLong("parkedWaits"));
    assertEquals("fired", of(events, "duality.Trigger").get(0).getString("state"));
    List<RecordedEvent> beats = of(events, "duality.Heartbeat");
    assertEquals(7, beats.size(), "one for each type, none before opening");
    RecordedEvent waits =
        beats.stream().filter(e -> e.getString("type").equals("duality.Wait")).findFirst().get();
    assertEquals(1, waits.getLong("emitted"));
    assertEquals(7, waits.getLong("looks"));
    assertFalse(emission.isOpen());
    assertTrue(emission.uncounted() >= 0);
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String type) {
    List<RecordedEvent> found = new ArrayList<>();
    for (RecordedEvent event : events) {
      if (event.getEventType().getName().equals(type)) {
        found.add(event);
      }
    }
    return found;
  }
}
