package io.duality.engine.run;

import io.duality.engine.blackbox.Harvest;
import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.capture.AgentState;
import io.duality.engine.capture.CaptureSettings;
import io.duality.engine.heap.HeapLimits;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Ledger;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Thread {@code duality-recover}: finishes and harvests once what dead processes left, beside the
 * watch, and ends.
 */
final class Recovering implements Runnable {
  private static final Logger LOG = AgentLog.of(Recovering.class);

  private final BundleDirectory directory;
  private final LiveProcess live;
  private final Config config;
  private final DeathDesk desk;
  private final Runnable afterwards;
  private volatile boolean stopped;
  private volatile Thread thread;

  Recovering(
      BundleDirectory directory,
      LiveProcess live,
      Config config,
      Ledger ledger,
      Runnable afterwards) {
    this.directory = directory;
    this.live = live;
    this.config = config;
    this.desk = new DeathDesk(config, ledger, false);
    this.afterwards = afterwards;
  }

  /** Starts the thread, once. */
  void begin() {
    if (thread == null) {
      Thread made = new Thread(null, this, "duality-recover");
      made.setDaemon(true);
      made.setContextClassLoader(null);
      made.setPriority(Thread.MIN_PRIORITY);
      made.start();
      thread = made;
    }
  }

  @Override
  public void run() {
    try {
      recover(directory, harvest(directory, live, config, desk, () -> stopped));
      afterwards.run();
    } catch (Throwable e) { // the next start tries again
      Trouble.RECOVERY.note(LOG, e);
    }
  }

  static Harvest harvest(
      BundleDirectory directory,
      LiveProcess live,
      Config config,
      Harvest.Desk desk,
      java.util.function.BooleanSupplier stopped) {
    Harvest.Limits limits =
        new Harvest.Limits(
            CaptureSettings.of(config),
            new AgentState(config, List.of(), true, Map.of()),
            config.get(Keys.RECORDING_MAX_AGE),
            config.get(Keys.RECORDING_MAX_SIZE),
            HeapLimits.of(config));
    return new Harvest(directory, live, limits, desk, stopped);
  }

  private static void recover(BundleDirectory directory, Harvest harvest) throws IOException {
    Recovery.Result found = Recovery.run(directory, Instant.now());
    for (Recovery.Recovered bundle : found.bundles()) {
      LOG.info(
          "finished the bundle {} of a dead process; missing: {}", bundle.path(), bundle.missing());
    }
    found.notes().forEach(note -> LOG.info("{}", note));
    for (Path dead : found.dead()) {
      try {
        String note = harvest.of(dead);
        if (note != null) {
          LOG.info("{}", note);
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("no bundle of {}, which stays for the next start: {}", dead, e.toString());
      }
    }
  }

  /** Begins nothing further. */
  void stop() {
    stopped = true;
  }

  /** Waits until it has ended, within a bound. */
  void await(long millis) throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.join(millis);
    }
  }
}
