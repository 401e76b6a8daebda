package io.duality.engine.run;

import io.duality.diagnosis.IdlePolicy;
import io.duality.engine.capture.CaptureSources;
import io.duality.engine.capture.ClassRoom;
import io.duality.engine.capture.Rehearsal;
import io.duality.engine.log.AgentLog;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Loads the classes of a first capture before an incident needs them, where they could be missed:
 * in a JVM whose metaspace has a limit, and when memory is suspected to grow. Elsewhere they would
 * only take 4 MiB that nobody needs. Once in a process, on a thread of low priority.
 */
final class Rehearsals {
  private static final Logger LOG = AgentLog.of(Rehearsals.class);

  /** The start of an application needs its processors and is not over so soon. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final CaptureSources sources;
  private final Supplier<IdlePolicy> idle;
  private final long begun = System.nanoTime();
  private long askedAt = begun;
  private boolean over;

  Rehearsals(CaptureSources sources, Supplier<IdlePolicy> idle) {
    this.sources = sources;
    this.idle = idle;
  }

  /**
   * Once a round of the watch.
   *
   * @param suspicion whether memory grows
   */
  void round(long now, boolean suspicion) {
    if (over || now - askedAt < EVERY_NANOS) {
      return;
    }
    askedAt = now;
    if (Rehearsal.done()) {
      over = true;
    } else if ((suspicion || (now - begun >= SETTLED_NANOS && ClassRoom.limited()))
        && ClassRoom.ample()) {
      over = true;
      begin();
    }
  }

  private void begin() {
    Thread thread = new Thread(null, this::rehearse, "duality-rehearsal");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setPriority(Thread.MIN_PRIORITY);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no native thread to be had
      Trouble.REHEARSAL.note(LOG, e);
    }
  }

  private void rehearse() {
    try {
      Rehearsal.run(sources, idle.get());
    } catch (Throwable e) { // memory may end here; no handler of the application's is asked
      Trouble.REHEARSAL.note(LOG, e);
    }
  }
}
