package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import io.duality.engine.weave.Weaver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Thread {@code duality-watch} until it watches: even the watch itself is made on it, not in front
 * of main.
 */
record Beginning(Parts parts) implements Runnable {
  private static final Logger LOG = AgentLog.of(Beginning.class);
  private static final long LONGEST_START_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A program that ends within this time never pays for beans, files and the flight recorder. */
  private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Starts watching, once the application has had a moment to itself. */
  static void begin(Parts parts) {
    Trouble.prepare();
    Thread thread = new Thread(null, new Beginning(parts), "duality-watch", 512 * 1024);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setPriority(Thread.MAX_PRIORITY - 1);
    thread.start();
  }

  @Override
  public void run() {
    while (!watched()) {
      LockSupport.parkNanos(HEAD_START_NANOS);
    }
  }

  /** Watches; false when there is no memory to begin with, which may come back. */
  private boolean watched() {
    try {
      if (!parts.attached()) {
        awaitApplication(parts.weaver());
      }
      new Watch(parts).run();
    } catch (InterruptedException e) {
      return false; // by the application, whom it is nothing to
    } catch (VirtualMachineError e) {
      Trouble.BEGINNING.note(LOG, e);
      return false;
    } catch (Throwable e) { // the application goes on, and should know that nobody watches it
      Trouble.WATCH.note(LOG, e);
      parts.weaver().disarm(); // nobody comes for what hooks would keep
    }
    return true;
  }

  private static void awaitApplication(Weaver weaver) throws InterruptedException {
    boolean seen = weaver.awaitApplication(LONGEST_START_NANOS);
    while (!seen && weaver.isAgentStarting()) {
      seen = weaver.awaitApplication(LONGEST_START_NANOS); // beans are not for before main
    }
    if (seen) {
      sleepUntil(System.nanoTime() + HEAD_START_NANOS);
    } else {
      LOG.info("no class of the application was seen at start; watching without waiting for it");
    }
  }

  private static void sleepUntil(long nanos) {
    while (nanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(nanos - System.nanoTime());
    }
  }
}
