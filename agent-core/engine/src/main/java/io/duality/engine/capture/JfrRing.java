package io.duality.engine.capture;

import io.duality.engine.emit.FlightEvents;
import io.duality.model.OwnRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * The part of the flight ring that links {@code jdk.jfr}; loaded only where the module is. It
 * starts one recording of its own and only ever reads those of others.
 */
final class JfrRing implements FlightRing.Backend, FlightRecorderListener {
  private static final long EXIT_FILE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Recording recording;
  private final List<EventType> secretTypes = new ArrayList<>();
  private volatile boolean secretsSeen;

  private JfrRing(Recording recording) {
    this.recording = recording;
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (RingSettings.SECRET_EVENTS.contains(type.getName())) {
        secretTypes.add(type);
      }
    }
  }

  static JfrRing start(RingSettings settings, FlightEvents events) throws IOException {
    if (!FlightRecorder.isAvailable()) {
      throw new IllegalStateException(
          "it is not available in this JVM: start without -XX:-FlightRecorder");
    }
    Path place = settings.repository();
    if (place != null && Repository.roomy(place.getParent(), settings.maxBytes())) {
      Repository.move(place);
    }
    FlightRecorder.getFlightRecorder(); // first of all: its initialisation deadlocks with that of
    events.register(); // event classes on 17 to 22 (JDK-8371889), so they are registered after it
    Recording recording = new Recording();
    try {
      recording.setName(RingSettings.NAME);
      recording.setSettings(RingSettings.events());
      recording.setToDisk(true);
      recording.setMaxAge(settings.maxAge());
      recording.setMaxSize(settings.maxBytes());
      if (settings.exitArmed()) {
        recording.setDestination(settings.exitFile());
      }
      recording.setDumpOnExit(settings.exitArmed());
      JfrRing ring = new JfrRing(recording);
      FlightRecorder.addListener(ring);
      recording.start();
      ring.poll();
      return ring;
    } catch (Throwable e) {
      recording.close();
      throw e;
    }
  }

  @Override
  public void recordingStateChanged(Recording changed) {
    if (changed != recording) {
      notice(changed);
    }
  }

  @Override
  public void poll() {
    if (secretsSeen) {
      return;
    }
    for (EventType type : secretTypes) {
      if (type.isEnabled()) {
        secretsSeen = true;
        return;
      }
    }
  }

  private void notice(Recording other) {
    poll();
    if (other.getState() == RecordingState.CLOSED || secretsSeen) {
      return;
    }
    Map<String, String> settings = other.getSettings();
    for (String secret : RingSettings.SECRET_EVENTS) {
      if ("true".equals(settings.get(secret + "#enabled"))) {
        secretsSeen = true;
      }
    }
  }

  @Override
  public boolean mayHoldSecrets() {
    poll();
    return secretsSeen;
  }

  @Override
  public boolean closed() {
    RecordingState state = recording.getState();
    return state == RecordingState.STOPPED || state == RecordingState.CLOSED;
  }

  @Override
  public boolean finished() {
    return recording.getState() == RecordingState.CLOSED;
  }

  @Override
  public void dump(Path target) throws IOException {
    Files.deleteIfExists(target);
    recording.dump(target);
  }

  @Override
  public void exitFile(Path file) throws IOException {
    recording.setDestination(file);
    recording.setDumpOnExit(file != null);
  }

  @Override
  public boolean alone() {
    for (Recording each : FlightRecorder.getFlightRecorder().getRecordings()) {
      if (each != recording && !each.getSettings().containsKey(OwnRecording.MARK)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long bytes() {
    return recording.getSize();
  }

  @Override
  public void stop() {
    FlightRecorder.removeListener(this);
    if (recording.getState() == RecordingState.RUNNING) {
      recording.setDumpOnExit(false);
    } else {
      awaitExitFile();
    }
    recording.close();
  }

  /**
   * The recorder's own shutdown hook has stopped it and reads its chunks, which closing it would
   * remove: that is a line on the application's stdout. The hook closes it itself.
   */
  private void awaitExitFile() {
    long begun = System.nanoTime();
    while (recording.getState() == RecordingState.STOPPED
        && recording.getDumpOnExit()
        && System.nanoTime() - begun < EXIT_FILE_NANOS) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }
}
