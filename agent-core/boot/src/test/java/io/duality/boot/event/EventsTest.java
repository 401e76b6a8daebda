package io.duality.boot.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Op;
import io.duality.boot.TraceIds;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  private static final List<Class<? extends Event>> TYPES =
      List.of(
          WaitEvent.class,
          WaitSummaryEvent.class,
          ContextEvent.class,
          HeartbeatEvent.class,
          TriggerEvent.class,
          LifecycleEvent.class,
          TaskPhaseEvent.class,
          ResourceEvent.class);

  @Test
  void every_event_and_every_field_explains_itself_and_carries_the_trace() {
    for (Class<? extends Event> each : TYPES) {
      EventType type = EventType.getEventType(each);
      assertTrue(type.getName().startsWith("duality."), type.getName());
      assertNotNull(type.getLabel());
      assertNotNull(type.getDescription());
      for (String id : List.of("traceIdHigh", "traceIdLow", "spanId")) {
        assertEquals("long", type.getField(id).getTypeName(), type.getName());
      }
      for (ValueDescriptor field : type.getFields()) {
        boolean ours =
            !List.of("startTime", "duration", "eventThread", "stackTrace")
                .contains(field.getName());
        if (ours) {
          assertNotNull(field.getLabel(), type.getName() + "." + field.getName());
          assertNotNull(field.getDescription(), type.getName() + "." + field.getName());
        }
      }
    }
  }

  @Test
  void wait_in_a_recording_names_resource_holder_and_traces(@TempDir Path directory)
      throws Exception {
    JfrWaits sink = new JfrWaits();
    TraceIds trace = new TraceIds();
    trace.traceHigh = 1;
    trace.traceLow = 2;
    trace.span = 3;
    TraceIds holders = new TraceIds();
    holders.traceHigh = 4;
    holders.traceLow = 5;
    sink.ended("a", "A", 1, Op.ACQUIRE, 1, 0, Op.ACQUIRED, null, null, trace);
    assertEquals(0, sink.emitted(), "nobody listens");
    Path file = directory.resolve("waits.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(WaitEvent.class).withStackTrace();
      recording.start();
      sink.ended(
          "com.acme.Stock.lock",
          "java.util.concurrent.locks.ReentrantLock$NonfairSync",
          0x1f,
          Op.ACQUIRE,
          5_000_000,
          9_000_000,
          Op.TIMEOUT,
          Thread.currentThread(),
          holders,
          trace);
      sink.ended(null, "A", 0x1f, Op.TAKE, 5_000_000, 0, Op.ACQUIRED, null, null, trace);
      recording.stop();
      recording.dump(file);
    }
    assertEquals(2, sink.emitted());
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    RecordedEvent lock = events.get(0);
    assertEquals("lock", lock.getString("kind"));
    assertEquals("com.acme.Stock.lock", lock.getString("resource"));
    assertEquals(0x1f, lock.getInt("resourceId"));
    assertEquals("acquire", lock.getString("op"));
    assertEquals(5_000_000, lock.getDuration("waitNanos").toNanos());
    assertEquals(9_000_000, lock.getDuration("timeoutNanos").toNanos());
    assertEquals("timeout", lock.getString("outcome"));
    assertEquals(Thread.currentThread().getName(), lock.getThread("holder").getJavaName());
    assertEquals(4, lock.getLong("holderTraceIdHigh"));
    assertEquals(1, lock.getLong("traceIdHigh"));
    assertEquals(2, lock.getLong("traceIdLow"));
    assertEquals(3, lock.getLong("spanId"));
    assertNotNull(lock.getStackTrace());
    RecordedEvent queue = events.get(1);
    assertEquals("queue", queue.getString("kind"));
    assertEquals("A@1f", queue.getString("resource"));
    assertNull(queue.getThread("holder"));
  }
}
