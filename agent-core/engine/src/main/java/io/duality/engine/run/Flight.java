package io.duality.engine.run;

import io.duality.engine.capture.FlightEvents;
import io.duality.engine.capture.FlightRing;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Decision;
import io.duality.model.config.Keys;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/** Thread {@code duality-jfr}: starts the flight ring when the application has begun, and tends it. */
final class Flight implements Runnable {
  private static final Logger LOG = AgentLog.of(Flight.class);

  private final Parts parts;
  private final Watch watch;
  private final FlightRing ring;
  private volatile boolean stopped;

  Flight(Parts parts, Watch watch) {
    this.parts = parts;
    this.watch = watch;
    this.ring = new FlightRing(Settings.ring(parts.config()), FlightEvents.none());
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
    ring.start();
    if (ring.reason() != null) {
      LOG.warn("bundles will have no recording: {}", ring.reason());
    }
    while (!stopped) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      ring.poll();
    }
  }

  void decided(Decision decision) {
    LOG.debug("{} of {}: {}", decision.state(), decision.trigger(), decision.text());
  }

  void stop() {
    stopped = true;
    ring.stop();
  }
}
