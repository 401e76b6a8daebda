package io.duality.engine.vitals;

import io.duality.model.OwnRecording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedClassLoader;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/** The part of {@link EventWatch} that links {@code jdk.jfr}; loaded only where the module is. */
final class JfrStream implements EventWatch.Stream {
  private static final int MOST_FRAMES = 64;
  private final RecordingStream stream;
  private volatile boolean closed;

  private JfrStream(RecordingStream stream) {
    this.stream = stream;
  }

  static JfrStream start(Map<String, Map<String, String>> settings, EventWatch watch) {
    RecordingStream stream = new RecordingStream();
    JfrStream made = new JfrStream(stream);
    EventClock clock = new EventClock();
    try {
      Map<String, String> wanted = new LinkedHashMap<>();
      wanted.put(OwnRecording.MARK, "true");
      settings.forEach(
          (event, options) -> {
            wanted.put(event + "#enabled", "true");
            options.forEach((name, value) -> wanted.put(event + "#" + name, value));
            stream.onEvent(event, recorded -> watch.heard(event, new Recorded(recorded, clock)));
          });
      stream.setSettings(wanted);
      stream.setReuse(true);
      stream.setOrdered(false);
      stream.setMaxAge(Duration.ofSeconds(10)); // the ring keeps what is to be kept
      stream.onFlush(watch::flushed);
      stream.onError(error -> watch.lost("the flight recorder's stream failed: " + error));
      // Not startAsync, whose thread is no daemon: a JVM whose main has returned would not end.
      Thread thread = new Thread(null, () -> made.run(watch), "duality-events");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      return made;
    } catch (Throwable e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public void set(String event, boolean on) {
    if (on) {
      stream.enable(event);
    } else {
      stream.disable(event);
    }
  }

  /**
   * An OutOfMemoryError of the application's ends the stream, and so does who stops its recording,
   * without a word; it may be begun again.
   */
  private void run(EventWatch watch) {
    String why =
        " ended without a word, as after an OutOfMemoryError or when its recording is stopped";
    try {
      stream.start();
    } catch (Throwable e) {
      why = " was ended by " + e;
    }
    if (!closed && !ending()) {
      watch.broken("the flight recorder's stream" + why);
    }
  }

  /** Whether the JVM ends, and the recorder with it: that is not news. */
  private static boolean ending() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread(null, null, "duality-events"));
      return false;
    } catch (IllegalStateException inShutdown) {
      return true;
    }
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
  }

  private record Recorded(RecordedEvent event, EventClock clock) implements EventWatch.Event {
    @Override
    public long startNanos() {
      long before = System.nanoTime();
      Instant wall = Instant.now();
      long now = System.nanoTime();
      clock.read(before, nanos(wall), now);
      return clock.began(nanos(event.getStartTime()), durationNanos(), now);
    }

    private static long nanos(Instant wall) {
      return TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
    }

    @Override
    public long durationNanos() {
      return event.getDuration().toNanos();
    }

    @Override
    public long number(String field, long orElse) {
      if (!event.hasField(field)) {
        return orElse;
      }
      Object value = event.getValue(field);
      if (value instanceof Number number) {
        return number.longValue();
      }
      if (value instanceof RecordedClassLoader loader) {
        return loader.getId();
      }
      return value instanceof Boolean flag ? (flag ? 1 : 0) : orElse;
    }

    @Override
    public long nanos(String field, long orElse) {
      return event.hasField(field) ? event.getDuration(field).toNanos() : orElse; // kept in ticks
    }

    @Override
    public double real(String field, double orElse) {
      boolean number = event.hasField(field) && event.getValue(field) instanceof Number;
      return number ? event.<Number>getValue(field).doubleValue() : orElse;
    }

    @Override
    public String text(String field) {
      if (!event.hasField(field)) {
        return null;
      }
      Object value = event.getValue(field);
      if (value instanceof RecordedThread thread) {
        return thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
      }
      if (value instanceof RecordedClassLoader loader) {
        return loader.getType() == null ? loader.getName() : loader.getType().getName();
      }
      return value instanceof RecordedClass type
          ? type.getName()
          : value == null ? null : value.toString();
    }

    @Override
    public long threadId() {
      RecordedThread thread = event.getThread();
      return thread == null ? -1 : thread.getJavaThreadId();
    }

    @Override
    public String threadName() {
      RecordedThread thread = event.getThread();
      String name =
          thread == null
              ? null
              : thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
      return name == null ? "" : name;
    }

    @Override
    public List<StackTraceElement> frames() {
      RecordedStackTrace stack = event.getStackTrace();
      List<StackTraceElement> frames = new ArrayList<>();
      if (stack != null) {
        for (RecordedFrame frame : stack.getFrames()) {
          if (frame.isJavaFrame() && frames.size() < MOST_FRAMES) {
            frames.add(
                new StackTraceElement(
                    frame.getMethod().getType().getName(),
                    frame.getMethod().getName(),
                    null,
                    frame.getLineNumber()));
          }
        }
      }
      return frames;
    }
  }
}
