package io.duality.engine.run;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.log.AgentLog;
import java.io.File;
import java.io.IOException;
import org.slf4j.Logger;

/**
 * Where bundles go, once the file system has said that they can: one that has lost its server may
 * say so much later, or never.
 */
final class Place implements Runnable {
  private static final Logger LOG = AgentLog.of(Place.class);

  private final String wanted;
  private final Finder finder;
  private final long asked = System.nanoTime();
  private volatile BundleDirectory directory;
  private volatile String problem;
  private volatile boolean answered;
  private volatile boolean missed;

  /** Finds a directory that can be written. */
  interface Finder {
    /**
     * The one that is wanted, or another.
     *
     * @throws IOException when there is none; the message says why and what to do
     */
    BundleDirectory find(String wanted) throws IOException;
  }

  /** The disks of this machine; no lambda, which would be made before main. */
  static final class Disk implements Finder {
    @Override
    public BundleDirectory find(String wanted) throws IOException {
      return BundleDirectory.choose(wanted);
    }
  }

  Place(String wanted, Finder finder) {
    this.wanted = wanted;
    this.finder = finder;
  }

  /** Asks, however long that takes. */
  void ask() {
    try {
      directory = finder.find(wanted);
    } catch (IOException e) {
      problem = e.getMessage();
    }
    answered = true;
    if (missed) {
      LOG.info("{} has answered after {} s", text(), (System.nanoTime() - asked) / 1_000_000_000);
    }
  }

  /** The same on a thread of its own, where nobody hears what it throws. */
  @Override
  public void run() {
    try {
      ask();
    } catch (RuntimeException | Error e) {
      problem = "cannot tell whether " + wanted + " can be written: " + e;
      answered = true;
    }
  }

  /** Whether it is known where they go, or that they cannot. */
  boolean answered() {
    return answered;
  }

  /** The directory; null when there is none that can be written, or it is not known yet. */
  BundleDirectory directory() {
    return directory;
  }

  /** Why there is none; null when there is one, or it is not known yet. */
  String problem() {
    return problem;
  }

  /** {@code bundles go to /srv/orders/duality}, or why they do not. */
  String text() {
    if (!answered) {
      missed = true;
      return "no bundles as long as the file system of "
          + new File(wanted).getAbsolutePath()
          + " does not answer";
    }
    BundleDirectory found = directory;
    return found == null
        ? "no bundles: " + problem
        : "bundles go to " + found.file() + (found.note() == null ? "" : " (" + found.note() + ")");
  }
}
