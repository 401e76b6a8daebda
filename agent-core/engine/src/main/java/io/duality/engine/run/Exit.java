package io.duality.engine.run;

import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.log.AgentLog;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;

/**
 * Thread {@code duality-exit}: lets a running capture finish within a bound before the JVM goes,
 * and takes this process's announcement back. It is the JVM's shutdown hook before there is
 * anything to take back, because an application may end while the agent is still starting.
 */
final class Exit extends Thread {
  private static final long BOUND_MILLIS = 5_000;
  private static final long ROUND_MILLIS = 1_000;
  private static final long START_NANOS = 300_000_000;
  private static final long RETRY_NANOS = 2_000_000;
  private static final long TURN_MILLIS = 100;

  /** So long nobody waits for a disk that does not say anything; see {@link Patience}. */
  private static final int SILENT_TURNS = 30;

  private final Parts parts;
  private final Watch watch;
  private boolean ending;

  /** A file in the bundle directory that nobody has a lock on; null while there is none. */
  private volatile File at;

  private LiveProcess live;
  private Station station;

  private Exit(Parts parts, Watch watch) {
    super(null, null, "duality-exit");
    this.parts = parts;
    this.watch = watch;
  }

  /** Waits for the JVM's end from now on; null when it has come. */
  static Exit await(Parts parts, Watch watch) {
    Exit exit = new Exit(parts, watch);
    try {
      Runtime.getRuntime().addShutdownHook(exit);
      return exit;
    } catch (IllegalStateException ending) {
      return null;
    }
  }

  /** Whether the JVM is ending. */
  static boolean hasCome() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread(null, null, "duality-exit"));
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /**
   * Announces this process in the bundle directory; null when the JVM is ending, unless of an
   * exception.
   */
  synchronized LiveProcess enter() throws IOException {
    if (live == null && (!ending || watch.unread())) {
      at = parts.directory().file(); // a directory cannot be opened, but the disk is asked
      live = parts.directory().enter(parts.service().name(), parts.process());
      at = live.announcement();
    }
    return live;
  }

  /** Says what else is to come to an end; false when the JVM is ending already. */
  synchronized boolean ends(Station made) {
    station = made;
    return !ending;
  }

  private synchronized void begin() {
    ending = true;
  }

  /**
   * Whether the flight recorder has removed its chunks: its shutdown hook runs beside ours, and may
   * be copying a recording of the user's out of them.
   */
  private static boolean recorderIsDone(File repository) {
    long end = System.nanoTime() + ROUND_MILLIS * 1_000_000;
    String[] left = repository.list();
    while (left != null && left.length > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(RETRY_NANOS);
      left = repository.list();
    }
    return left == null || left.length == 0;
  }

  private void stopFlight() {
    try {
      station.flight().stop();
    } catch (Throwable e) { // no handler of the application's has to hear of it
      Trouble.BEAT.note(AgentLog.of(Exit.class), e);
    }
  }

  /** A recorder that was being started when the JVM began to end makes its directory anew. */
  private void forgetAgain() throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (station != null && station.flight().starting() && System.nanoTime() < end) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
    if (Files.exists(live.path())) {
      Recovery.forget(live.path());
    }
  }

  /**
   * Waits for a thread that the JVM need not wait for: where the disk of the bundle directory does
   * not answer, who writes there never comes back, and the JVM would not end either.
   */
  @Override
  public void run() {
    Thread leaving = new Thread(null, this::leave, "duality-exit-work");
    leaving.setDaemon(true);
    try {
      Thread disk = new Thread(null, this::askDisk, "duality-exit-disk");
      disk.setDaemon(true);
      disk.start();
      leaving.start();
      long longest = LastWords.bound(parts.config()) + BOUND_MILLIS + 5 * ROUND_MILLIS;
      for (long turn = 1; leaving.isAlive() && turn * TURN_MILLIS <= longest; turn++) {
        leaving.join(TURN_MILLIS);
        if (disk.isAlive() && turn == SILENT_TURNS) {
          giveUp();
          return;
        }
      }
    } catch (OutOfMemoryError e) {
      leave(); // no thread is to be had
    } catch (InterruptedException e) {
      interrupt(); // whoever ends the JVM wants no more to be waited for
    }
  }

  /** Comes back when the bundle directory answers. */
  private void askDisk() {
    File own = at;
    if (own != null) {
      try {
        new FileInputStream(own).close();
      } catch (IOException e) {
        at = null; // that it is gone is an answer
      }
    }
  }

  /** Past the log, which may be waiting for the same disk. */
  private void giveUp() {
    String line =
        "duality: "
            + parts.directory().file()
            + " does not answer; the JVM ends, and what it left there is completed by the next"
            + " start\n";
    try {
      new FileOutputStream(FileDescriptor.err).write(line.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      AgentLog.of(Exit.class).info("{}", line); // stderr is closed
    }
  }

  private void leave() {
    begin();
    watch.leaks().end();
    try {
      end();
    } catch (InterruptedException | RuntimeException | VirtualMachineError e) {
      AgentLog.of(Exit.class).info("at exit: {}", e.toString());
    }
    try {
      parts.oomDump().disarm("the JVM is ending");
      if (live != null && recorderIsDone(live.path().resolve(Settings.REPOSITORY).toFile())) {
        live.close();
        Recovery.forget(live.path());
        forgetAgain();
      } else if (live != null) {
        live.leave(); // users may record there, and their recording is being saved
      }
    } catch (IOException | RuntimeException e) {
      AgentLog.of(Exit.class).info("at exit: {}", e.toString());
    } finally {
      AgentLog.flush();
    }
  }

  /** Bounded: who begins a recording while the JVM ends never lets go of the recorder's lock. */
  private void stopRecording() throws InterruptedException {
    Thread stopping = new Thread(null, this::stopFlight, "duality-exit-recording");
    stopping.setDaemon(true);
    stopping.start();
    stopping.join(ROUND_MILLIS);
  }

  private void end() throws InterruptedException {
    watch.stop(watch.unread() ? BOUND_MILLIS : ROUND_MILLIS); // one more round tells of it
    if (station != null) {
      station.ending();
      long bound = LastWords.bound(parts.config());
      if (!station.captures().awaitIdle(bound)) {
        AgentLog.of(Exit.class)
            .info(
                "the JVM ends while a bundle is being written, which it has waited for {} ms: the"
                    + " next start with this directory, or the command recover, completes it",
                bound);
      }
      stopRecording();
      station.recovering().await(ROUND_MILLIS);
      station.box().ended();
    }
  }
}
