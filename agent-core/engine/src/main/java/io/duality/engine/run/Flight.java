package io.duality.engine.run;

import io.duality.engine.capture.FlightRing;
import io.duality.engine.emit.Emission;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Decision;
import io.duality.model.HookState;
import io.duality.model.config.Keys;
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
  private final Emission emission = new Emission();
  private volatile boolean stopped;

  Flight(Parts parts, Watch watch) {
    this.parts = parts;
    this.watch = watch;
    this.ring = new FlightRing(Settings.ring(parts.config()), emission);
  }

  FlightRing ring() {
    return ring;
  }

  void begin() {
    Thread thread = new Thread(null, this, "duality-jfr");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  @Override
  public void run() {
    if (!parts.config().get(Keys.RECORDING_ENABLED)) {
      return;
    }
    LockSupport.parkNanos(parts.config().get(Keys.JFR_START_DELAY).toNanos());
    if (stopped) {
      return;
    }
    ring.start();
    if (ring.reason() != null && !Exit.hasCome()) {
      LOG.warn("bundles will have no recording: {}", ring.reason());
    }
    for (long second = 1; !stopped; second++) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      try {
        beat(second);
      } catch (Throwable e) { // an OutOfMemoryError of the application's must not end the ring
        LOG.warn("the flight ring missed a beat: {}", e.toString());
      }
    }
  }

  private void beat(long second) {
    ring.poll();
    int armed = 0;
    for (HookState hook : parts.weaver().states()) {
      armed += hook.armed() ? 1 : 0;
    }
    emission.heartbeat(watch.looks(), watch.late(), armed);
    if (second % SUMMARY_SECONDS == 0) {
      emission.summaries();
    }
  }

  void decided(Decision decision) {
    emission.trigger(
        decision.trigger(),
        decision.state().label(),
        decision.alarm().observed(),
        decision.alarm().condition(),
        decision.bundleId());
  }

  void stop() {
    stopped = true;
    ring.stop();
  }
}
