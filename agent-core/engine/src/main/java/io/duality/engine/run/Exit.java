package io.duality.engine.run;

import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.log.AgentLog;
import java.io.IOException;

/**
 * Thread {@code duality-exit}: lets a running capture finish within a bound before the JVM goes,
 * and takes this process's announcement back.
 */
final class Exit extends Thread {
  private static final long BOUND_MILLIS = 5_000;

  private final Captures captures;
  private final Flight flight;
  private final LiveProcess live;

  Exit(Captures captures, Flight flight, LiveProcess live) {
    super(null, null, "duality-exit");
    this.captures = captures;
    this.flight = flight;
    this.live = live;
  }

  @Override
  public void run() {
    try {
      captures.awaitIdle(BOUND_MILLIS);
      flight.stop();
      live.close();
      Recovery.forget(live.path());
    } catch (InterruptedException | IOException | RuntimeException e) {
      AgentLog.of(Exit.class).info("at exit: {}", e.toString());
    } finally {
      AgentLog.flush();
    }
  }
}
