package io.duality.engine.run;

import io.duality.engine.blackbox.BlackBox;
import io.duality.engine.blackbox.Identification;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.log.AgentLog;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.io.IOException;
import org.slf4j.Logger;

/**
 * Opens the station, each part of it once: what an exhausted memory or stack has interrupted goes
 * on at the next round, with the parts that are there. For the thread of the watch.
 */
final class Opening {
  private static final Logger LOG = AgentLog.of(Opening.class);

  private final Parts parts;
  private final Watch watch;
  private final Once<Exit> exit = new Once<>();
  private final Once<BlackBox> box = new Once<>();
  private final Once<Station> station = new Once<>();

  Opening(Parts parts, Watch watch) {
    this.parts = parts;
    this.watch = watch;
  }

  /**
   * Enters the bundle directory and starts what writes there, as far as that was not done before.
   *
   * @return null when there is no directory, or the JVM is ending: nothing will be written
   */
  Station open() throws IOException {
    if (parts.directory() == null) {
      return null;
    }
    Exit end = exit.get(() -> Exit.await(parts, watch));
    if (end == null) {
      return null;
    }
    Config config = parts.config();
    AgentLog.open(parts.directory().file(), parts.process().pid(), config.get(Keys.LOG_MAX_SIZE));
    Exports.open(parts.instrumentation());
    LiveProcess entered = end.enter(); // which it does once
    if (entered == null) {
      return null;
    }
    if (entered.note() != null) {
      LOG.warn("{}", entered.note());
    }
    BlackBox opened =
        box.get(() -> BlackBox.open(entered, Identification.of(parts.service(), parts.process())));
    Station made = station.get(() -> new Station(parts, watch, entered, opened));
    parts.oomDump().into(entered.path());
    AgentProperties.set("io.duality.live", entered.path().toString());
    return made.begin(end) ? made : null;
  }
}
