package io.duality.engine.capture;

import io.duality.engine.emit.FlightEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The always-on ring of the flight recorder, {@code duality ring}. This class links nothing of
 * {@code jdk.jfr}: it works, and says why there is no recording, where that module is absent, is
 * switched off, or cannot write.
 */
public final class FlightRing {
  /** With less free than this on its disk the ring stops; 64 MiB are many seconds of events. */
  public static final long LEAST_FREE = 64L << 20;

  private final RingSettings settings;
  private final FlightEvents events;
  private final DescriptorRoom descriptors;
  private final Lock lock = new ReentrantLock();
  private volatile Backend backend;
  private volatile boolean stopped;
  private boolean exitArmed;
  private final RingDisk disk = new RingDisk(this::repository, System::nanoTime);
  private volatile String reason = "the flight recorder has not started yet";

  /** What stands behind the class-loading boundary. */
  interface Backend {
    /** Notes whether another recording has events with secrets on. */
    void poll();

    void dump(Path target) throws IOException;

    /** Whether events with secrets may be in what {@link #dump} writes. */
    boolean mayHoldSecrets();

    /** Whether the ring has stopped: the JVM is shutting down, or somebody stopped it by name. */
    boolean closed();

    /** Whether the recorder has also finished its exit file. */
    boolean finished();

    /** From now on the JVM's end leaves the ring there; null to leave nothing. */
    void exitFile(Path file) throws IOException;

    /** Whether nobody else records. */
    boolean alone();

    /** How much the recording takes on disk now, in bytes. */
    long bytes();

    void stop();
  }

  public FlightRing(RingSettings settings, FlightEvents events) {
    this(settings, events, new DescriptorRoom());
  }

  FlightRing(RingSettings settings, FlightEvents events, DescriptorRoom descriptors) {
    this.descriptors = descriptors;
    this.settings = Objects.requireNonNull(settings, "settings");
    this.events = Objects.requireNonNull(events, "events");
  }

  /**
   * Starts the ring: gets the recorder, registers the events in order, starts the recording, opens
   * emission. Takes 150 to 250 ms, so it is called on a daemon thread of its own once the main
   * class is known; called twice it does nothing. Never throws.
   */
  public void start() {
    lock.lock();
    try {
      begin();
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    if (backend != null || stopped) {
      return;
    }
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      reason =
          java.lang.module.ModuleFinder.ofSystem().find("jdk.jfr").isPresent()
              ? "JFR is in this image but not in the boot layer: start with --add-modules jdk.jfr"
              : "this Java image has no module jdk.jfr: build it with jlink --add-modules jdk.jfr";
      return;
    }
    try {
      Backend started = JfrRing.start(settings, events);
      backend = started;
      exitArmed = settings.exitArmed();
      reason = null;
      descriptors.keep();
      events.open();
      if (stopped) {
        end(started);
      }
    } catch (Throwable e) { // the recorder fails with errors as well: its natives, its repository
      reason = "the flight recorder did not start: " + Failed.describe(e);
    }
  }

  /** Whether it records. */
  public boolean running() {
    Backend ring = backend;
    return ring != null && !ring.closed();
  }

  /** Why it does not record, or null while it does. */
  public String reason() {
    return running() ? null : reason == null ? "the flight recorder has shut down" : reason;
  }

  /** How much {@link #dump} will write, about, in bytes. */
  public long estimateBytes() {
    Backend ring = backend;
    return ring == null ? 0 : ring.bytes();
  }

  /** To be called about once a second: notes whether others record events with secrets. */
  public void poll() {
    Backend ring = backend;
    if (ring != null) {
      ring.poll();
    }
  }

  /**
   * The recorder's own shutdown hook may be quicker than ours and removes what it recorded: while
   * something is wrong it leaves the ring in a file, from which a capture at exit takes it.
   *
   * @param wanted whether a capture at exit is to be expected; else the end of the JVM costs
   *     nothing
   * @throws IOException when the file cannot be made
   */
  public void armExit(boolean wanted) throws IOException {
    Backend ring = backend;
    boolean arms =
        wanted
            && settings.exitFile() != null
            && settings.exitFile().getParent().toFile().getUsableSpace()
                > LEAST_FREE + estimateBytes();
    if (ring != null && arms != exitArmed && !ring.closed()) {
      ring.exitFile(arms ? settings.exitFile() : null);
      exitArmed = arms;
    }
  }

  /** Where the recorder keeps its chunks; null while nothing is known of it. */
  public String repository() {
    return backend == null ? null : System.getProperty("jdk.jfr.repository");
  }

  /** Whether only we record in that place, and chose none that others use. */
  public boolean alone() {
    Backend ring = backend;
    return ring != null && ring.alone() && !Repository.chosen();
  }

  /**
   * Why the recorder must not go on: when its disk is full, or it can open no file, the JVM ends
   * itself, with "irrecoverable error in Jfr", so it is stopped while there is room; null when
   * there is enough.
   *
   * @param room how many bytes have to be free
   */
  public String shortage(long room) {
    String few = descriptors.shortage(DescriptorRoom.LEAST * room / LEAST_FREE);
    return few == null ? disk.shortage(room) : few;
  }

  /** Whether the disk alone is short; cheap enough to be asked many times a second. */
  public String full() {
    return disk.shortage(LEAST_FREE);
  }

  /** For how long nobody has to ask whether the disk is {@link #full}, in nanoseconds. */
  public long patience() {
    return disk.patience();
  }

  /** Gives the recorder the files that it needs to stop, when the process can open no others. */
  public void spare() {
    descriptors.release();
  }

  /**
   * Ends the recording because of a {@link #shortage}; a recording of the user's that had to follow
   * ours to its disk goes on in the usual place.
   */
  public void starve(String why) {
    Path moved = settings.repository();
    String now = repository();
    boolean follows = moved != null && now != null && now.startsWith(moved.toString());
    boolean others = backend != null && !alone();
    pause(why);
    if (follows && others) {
      Repository.leave();
    }
  }

  /**
   * Ends the recording, with all it holds, until {@link #start} is called again.
   *
   * @param why what {@link #reason} answers meanwhile
   */
  public void pause(String why) {
    lock.lock();
    try {
      Backend ring = backend;
      if (ring != null) {
        end(ring);
      }
      reason = why;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stops our recording and nothing else. Does not wait for a start that is under way: the recorder
   * never returns from one when the JVM ends meanwhile, and the JVM would not end either.
   */
  public void stop() {
    stopped = true;
    if (!lock.tryLock()) {
      return; // what is starting sees that it is to stop
    }
    try {
      Backend ring = backend;
      if (ring != null) {
        end(ring);
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(Backend ring) {
    events.close();
    backend = null;
    reason = "the flight ring was stopped";
    ring.stop();
  }

  /**
   * Writes the ring to a file, without the events that carry secrets.
   *
   * @param target does not exist; a file beside it of the same name and {@code .raw} is used
   */
  public StepOutcome dump(Path target) {
    Backend ring = backend;
    if (ring == null) {
      return Failed.skipped(reason());
    }
    String few = descriptors.shortage(DescriptorRoom.LEAST / 2);
    if (few != null) {
      return Failed.skipped(few);
    }
    try {
      events.flush();
      return RecordingFilter.dump(ring, settings.exitFile(), target);
    } catch (IOException | RuntimeException e) {
      return Failed.because("the flight ring cannot be dumped", e);
    }
  }
}
