package io.duality.engine.run;

import io.duality.boot.TaskNotes;
import io.duality.engine.blackbox.BlackBox;
import io.duality.engine.capture.RingSettings;
import io.duality.engine.heap.LeakSettings;
import io.duality.engine.heap.holders.HolderLimits;
import io.duality.engine.log.AgentLog;
import io.duality.engine.observe.LookSettings;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;

/** The configuration in the terms of the parts that follow it. */
final class Settings {
  private static final Logger LOG = AgentLog.of(Settings.class);

  /** Below a process's own directory: where the flight recorder keeps its chunks. */
  static final String REPOSITORY = "jfr";

  /** Where the recorder leaves the ring when the JVM ends while something is wrong. */
  private static final String EXIT_FILE = "exit.jfr";

  private Settings() {}

  static LookSettings looks(Parts parts) {
    LookSettings defaults = LookSettings.defaults();
    long half = Long.MAX_VALUE; // of the shortest age: a wait has to be seen before it is too old
    for (TriggerSettings trigger : parts.config().triggers()) {
      if (trigger.watched()
          && (trigger.type() == TriggerType.WAIT || trigger.type() == TriggerType.STARVATION)) {
        half = Math.min(half, trigger.age().toNanos() / 2);
      }
    }
    return new LookSettings(
        Math.min(half, defaults.waitsAfterNanos()),
        Math.min(half, defaults.framesAfterNanos()),
        defaults.frameDepth(),
        parts.config().get(Keys.THREADS_MAX_VIRTUAL),
        parts.directory() == null ? null : parts.directory().partial(),
        parts.config().names());
  }

  /** From how long on tasks are noted. */
  static void tasks(Config config) {
    TaskNotes.minDelay = config.get(Keys.TASKS_MIN_DELAY).toNanos();
    TaskNotes.minRun = config.get(Keys.TASKS_MIN_RUN).toNanos();
  }

  static RingSettings ring(Config config, Path live) {
    boolean ours = config.get(Keys.RECORDING_REPOSITORY).equals("auto") && local(live);
    return new RingSettings(
        config.get(Keys.RECORDING_MAX_AGE),
        config.get(Keys.RECORDING_MAX_SIZE),
        live.resolve(EXIT_FILE),
        false,
        ours ? live.resolve(REPOSITORY) : null);
  }

  /**
   * The recorder writes its chunks while all threads of the application stand still, and waits for
   * them at the JVM's end: not for a server that may have gone.
   */
  private static boolean local(Path live) {
    String type;
    try {
      type = BlackBox.network(live);
    } catch (IOException e) {
      type = "unknown: " + e.getMessage();
    }
    if (type != null) {
      LOG.info(
          "the flight recorder's repository stays where it is: the file system of {} is {}",
          live,
          type);
    }
    return type == null;
  }

  /** How far an investigation of growing memory may go. */
  static LeakSettings leaks(Config config) {
    double level = 1;
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.watched() && trigger.type() == TriggerType.MEMORY_LEVEL) {
        level = Math.min(level, trigger.get(TriggerKeys.SHARE));
      }
    }
    return new LeakSettings(
        config.get(Keys.LEAKS_BASELINE_AFTER).toNanos(),
        config.get(Keys.LEAKS_WINDOW).toNanos(),
        config.get(Keys.CAPTURE_MAX_PAUSE).toMillis(),
        level,
        HolderLimits.of(
            config.get(Keys.LEAKS_HOLDER_OBJECTS), config.get(Keys.LEAKS_HOLDER_CPU).toNanos()));
  }
}
