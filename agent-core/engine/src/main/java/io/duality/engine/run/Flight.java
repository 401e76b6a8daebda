package io.duality.engine.run;

import io.duality.engine.blackbox.BlackBox;
import io.duality.engine.capture.FlightRing;
import io.duality.engine.emit.Emission;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Decision;
import io.duality.engine.vitals.EventWatch;
import io.duality.model.HookState;
import io.duality.model.Look;
import io.duality.model.config.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Thread {@code duality-jfr}: starts the flight ring when the application has begun, and tends it.
 */
final class Flight implements Runnable {
  private static final Logger LOG = AgentLog.of(Flight.class);

  private static final int SUMMARY_SECONDS = 10;

  private final Parts parts;
  private final Watch watch;
  private final FlightRing ring;
  private final Emission emission;
  private final BlackBox box;
  private volatile boolean stopped;
  private int hooksArmed;
  private volatile Thread thread;
  private boolean began;
  private volatile boolean starting;
  private volatile boolean turned;
  private volatile boolean alone;
  private boolean starved;

  Flight(Parts parts, Watch watch, Path live, BlackBox box) {
    this.parts = parts;
    this.box = box;
    this.watch = watch;
    emission = new Emission(parts.contexts());
    watch.leaks().changes(emission::contexts);
    emission.tasksFrom(watch.looks()::happened);
    this.ring = new FlightRing(Settings.ring(parts.config(), live), emission);
  }

  FlightRing ring() {
    return ring;
  }

  /** Starts the thread unless it runs. */
  void begin() {
    if (thread == null) {
      Thread made = new Thread(null, this, "duality-jfr");
      made.setDaemon(true);
      made.setContextClassLoader(null);
      made.start();
      thread = made;
    }
  }

  @Override
  public void run() {
    if (!parts.config().get(Keys.RECORDING_ENABLED)) {
      return;
    }
    long begin = System.nanoTime() + parts.config().get(Keys.JFR_START_DELAY).toNanos();
    while (!stopped && begin - System.nanoTime() > 0) {
      LockSupport.parkNanos(begin - System.nanoTime());
      Thread.interrupted(); // by the application: no park would wait any more
    }
    for (long second = 1; !stopped; second++) {
      turned = false;
      try {
        tend(second);
      } catch (Throwable e) { // an OutOfMemoryError of the application's must not end the ring
        Trouble.BEAT.note(LOG, e);
      }
      try {
        rest();
      } catch (Throwable e) {
        Trouble.BEAT.note(LOG, e);
      }
    }
  }

  /** Waits for the next second, and minds the disk meanwhile where little of it is free. */
  private void rest() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (long left = end - System.nanoTime();
        left > 0 && !stopped && !turned;
        left = end - System.nanoTime()) {
      boolean minds = began && !starved && ring.running();
      LockSupport.parkNanos(minds ? Math.min(left, ring.patience()) : left);
      Thread.interrupted(); // as above
      String shortage = minds ? ring.full() : null;
      if (shortage != null) {
        starve(shortage);
      }
    }
  }

  /** Starts and ends the ring with the switch; a ring that did not start is not tried again. */
  private void tend(long second) throws IOException {
    String off = parts.killSwitch().text();
    if (off != null) {
      if (began || !off.equals(ring.reason())) {
        watch.vitals().events().stop();
        ring.pause(off);
        began = false;
      }
    } else if (starved) {
      starved = ring.shortage(2 * FlightRing.LEAST_FREE) != null;
      began = starved;
      if (!starved) {
        LOG.info("there is room again where the flight recorder writes: it records again");
      }
    } else if (ring.shortage(FlightRing.LEAST_FREE) != null) {
      starve(ring.shortage(FlightRing.LEAST_FREE));
    } else if (began) {
      beat(second);
    } else {
      starting = true;
      ring.start();
      starting = false;
      began = true;
      kept();
      if (ring.running()) {
        watch.vitals().events().start();
      }
      if (ring.reason() != null && !Exit.hasCome()) {
        LOG.warn("bundles will have no recording: {}", ring.reason());
      }
    }
  }

  /** Ends the ring until there is room again. */
  private void starve(String why) {
    starved = true;
    began = true;
    ring.spare();
    watch.vitals().events().stop();
    ring.starve(why);
    LOG.warn("bundles will have no recording: {}", why);
  }

  /** The switch was turned: ends or starts the ring now. */
  void turned() {
    turned = true;
    LockSupport.unpark(thread);
  }

  private void beat(long second) throws IOException {
    ring.poll();
    EventWatch events = watch.vitals().events();
    if (events.wantsMending(System.nanoTime()) && !Exit.hasCome()) {
      events.mend();
    }
    ring.armExit(watch.isBusy() || LastWords.always(parts.config()));
    boolean sums = second % SUMMARY_SECONDS == 0;
    if (sums || second == 1) {
      hooksArmed = armed(); // makes a list of all hooks, so not at every beat
    }
    emission.flush();
    emission.heartbeat(watch.looks().taken(), watch.late(), hooksArmed);
    if (sums) {
      kept();
      emission.summaries();
    }
  }

  /** Asks the recorder, whose lock may have to be waited for, for whom it keeps what where. */
  private void kept() {
    alone = ring.alone();
    box.repository(ring.repository(), alone);
  }

  /** Whether the recorder works for us and, as far as is known, for nobody else. */
  boolean alone() {
    return alone && ring.running();
  }

  private int armed() {
    int armed = 0;
    for (HookState hook : parts.weaver().states()) {
      armed += hook.armed() ? 1 : 0;
    }
    return armed;
  }

  /** A look was taken by the watch. */
  void looked(Look look) {
    emission.look(look);
  }

  void decided(Decision decision) {
    emission.trigger(
        decision.trigger(),
        decision.state().label(),
        decision.alarm().observed(),
        decision.alarm().condition(),
        decision.bundleId());
  }

  /** Whether the recorder is being started, and may still make its directory. */
  boolean starting() {
    return starting;
  }

  void stop() {
    stopped = true;
    ring.spare();
    watch.vitals().stop();
    ring.stop();
  }
}
