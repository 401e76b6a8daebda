package io.duality.engine.run;

import io.duality.engine.config.ConfigInputs;
import io.duality.engine.config.ConfigLoader;
import io.duality.engine.config.ConfigWatch;
import io.duality.engine.log.AgentLog;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.io.File;
import java.util.Objects;
import org.slf4j.Logger;

/**
 * What the start asks of file systems: what the configuration file says, and where bundles can be
 * written. They are asked on a thread of their own, since one that has lost its server answers when
 * it is back: the start waits a moment for them and goes on without.
 */
final class FirstFiles implements Runnable {
  private static final Logger LOG = AgentLog.of(FirstFiles.class);

  private final ConfigInputs inputs;
  private final Patience patience;
  private final Place.Finder finder;
  private volatile ConfigWatch file;
  private volatile Throwable failure;
  private Config config; // this and the next one are guarded by this
  private Place place;

  private FirstFiles(ConfigInputs inputs, Patience patience, Place.Finder finder) {
    this.inputs = inputs;
    this.patience = patience;
    this.finder = finder;
  }

  /**
   * Asks for them, and returns with or without their answers.
   *
   * @param patience how long to wait for each
   */
  static FirstFiles ask(ConfigInputs inputs, Patience patience, Place.Finder finder) {
    FirstFiles asked = new FirstFiles(inputs, patience, finder);
    if (!patience.inTime(asked)) {
      asked.withoutFile();
    }
    asked.rethrow();
    return asked;
  }

  @Override
  public void run() {
    try {
      ConfigWatch watched =
          new ConfigWatch(new File(ConfigLoader.file(inputs))); // before it is read
      Config read = ConfigLoader.load(inputs);
      Place wanted = taken(read);
      if (wanted == null) {
        watched.changes(); // in force is what stands elsewhere: it has to be read once more
        LOG.info("the file system of {} answers now", ConfigLoader.file(inputs));
      }
      file = watched;
      if (wanted != null && !read.disarmed()) {
        wanted.ask();
      }
    } catch (RuntimeException | Error e) {
      failure = e; // whoever starts the agent hears of it
    }
  }

  /** Takes over what the file says; null when the start has gone on without it. */
  private synchronized Place taken(Config read) {
    if (config != null) {
      return null;
    }
    config = read;
    place = new Place(read.get(Keys.BUNDLE_DIR), finder);
    return place;
  }

  /** Goes on with what else is configured, unless only the directory has not answered. */
  private void withoutFile() {
    String silence = "its file system has not answered within " + patience + ", it is read later";
    Place wanted = taken(ConfigLoader.load(inputs.withoutFile(silence)));
    if (wanted != null && !config().disarmed()) {
      patience.inTime(wanted);
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** What is configured, as far as it could be read. */
  synchronized Config config() {
    return Objects.requireNonNull(config, "config");
  }

  /** Where bundles go. */
  synchronized Place place() {
    return place;
  }

  /** Notices changes of the file since it was read; null while its file system does not answer. */
  ConfigWatch file() {
    return file;
  }
}
