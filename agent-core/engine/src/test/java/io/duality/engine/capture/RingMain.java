package io.duality.engine.capture;

import io.duality.engine.emit.Emission;
import io.duality.engine.vitals.EventWatch;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Starts the ring, lets something happen, and dumps it to the file named first. */
final class RingMain {
  private RingMain() {}

  public static void main(String[] args) throws Exception {
    Emission emission = new Emission();
    FlightRing ring =
        new FlightRing(
            new RingSettings(
                Duration.ofMinutes(5),
                64 << 20,
                args[1].equals("exit") ? Path.of(args[0] + ".exit") : null),
            emission);
    ring.start();
    System.out.println("running: " + ring.running() + ", reason: " + ring.reason());
    if (args[1].equals("exit")) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    long deadline = System.nanoTime() + 10_000_000_000L;
                    while (ring.running() && System.nanoTime() < deadline) {
                      Thread.onSpinWait();
                    }
                    System.out.println("at exit " + ring.dump(Path.of(args[0])));
                  }));
      return;
    }
    if (args[1].equals("watched")) {
      watch(ring);
      return;
    }
    if (args[1].startsWith("user")) {
      UserRecording.run();
    }
    Object monitor = new Object();
    synchronized (monitor) {
      long end = System.nanoTime() + 50_000_000;
      while (System.nanoTime() < end) {
        monitor.wait(50); // an event of its own in the recording
      }
    }
    emission.heartbeat(1, 0, 0);
    StepOutcome outcome = ring.dump(Path.of(args[0]));
    System.out.println(outcome);
    if (args[1].equals("user-lives-on")) {
      System.out.println("user recording: " + UserRecording.state());
    }
  }

  /** Whether somebody else records, beside the agent's own stream of events. */
  private static void watch(FlightRing ring) throws Exception {
    EventWatch events = new EventWatch();
    events.on("jdk.CPULoad", event -> {}, "period", "1 s");
    events.start();
    System.out.println("stream: " + events.reason() + ", alone: " + ring.alone());
    UserRecording.run();
    System.out.println("with a user's recording alone: " + ring.alone());
    events.stop();
    ring.stop();
  }

  /** Apart, so that this main runs where the module is absent. */
  private static final class UserRecording {
    private static Recording recording;

    static void run() throws Exception {
      recording = new Recording(Configuration.getConfiguration("default"));
      recording.setName("the user's own");
      recording.start();
    }

    static String state() {
      return recording.getName() + " " + recording.getState();
    }
  }
}
