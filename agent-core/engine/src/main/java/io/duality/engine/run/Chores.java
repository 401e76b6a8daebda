package io.duality.engine.run;

import io.duality.boot.Borrows;
import io.duality.boot.Names;
import io.duality.boot.Slots;
import io.duality.boot.Tasks;
import io.duality.engine.config.ConfigWatch;
import io.duality.engine.log.AgentLog;
import io.duality.model.config.Keys;
import java.util.concurrent.TimeUnit;

/** What has to be done now and then, whether the agent is armed or not. */
final class Chores {
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Parts parts;
  private long sweptAt;
  private long configReadAt;

  Chores(Parts parts) {
    this.parts = parts;
  }

  /** Once a round; returns whether the configuration has to be read again. */
  boolean run(long now) {
    AgentLog.flush();
    if (now - sweptAt > SWEEP_NANOS) {
      sweptAt = now;
      Names.sweep();
      Slots.sweep();
      Tasks.sweep();
      Borrows.sweep();
      parts.contexts().refresh();
      parts.weaver().prove();
    }
    if (now - configReadAt > parts.config().get(Keys.CONFIG_INTERVAL).toNanos()) {
      configReadAt = now;
      ConfigWatch file = parts.file();
      return file != null && file.changed();
    }
    return false;
  }
}
