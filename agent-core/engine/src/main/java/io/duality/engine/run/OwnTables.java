package io.duality.engine.run;

import io.duality.boot.EndedWaits;
import io.duality.boot.Names;
import io.duality.boot.TaskNotes;
import io.duality.model.Histogram;
import io.duality.model.Look;
import io.duality.model.ThreadSeen;

/**
 * About how much the agent's own tables keep, of those that grow with the application: counted, not
 * measured. All of them are bounded; this is what a bound comes to.
 */
final class OwnTables {
  private static final long NAME = 160;
  private static final long ENDED = 300;
  private static final long NOTE = 200;
  private static final long THREAD = 160;
  private static final long FRAME = 56;
  private static final long OTHER = 120;
  private static final long CLASS = 96;

  private final Watch watch;

  OwnTables(Watch watch) {
    this.watch = watch;
  }

  /** In bytes. */
  long bytes() {
    long bytes = NAME * Names.live();
    bytes += ENDED * Math.min(EndedWaits.next(), EndedWaits.CAPACITY);
    bytes += NOTE * Math.min(TaskNotes.next(), TaskNotes.CAPACITY);
    for (Look look : watch.looks().recent()) {
      bytes += bytes(look);
    }
    return bytes + bytes(watch.leaks().baseline()) + bytes(watch.leaks().histogram());
  }

  private static long bytes(Look look) {
    long frames = 0;
    for (ThreadSeen thread : look.threads()) {
      frames += thread.frames().size();
    }
    long others = (long) look.waits().size() + look.resources().size() + look.holdings().size();
    return THREAD * look.threads().size() + FRAME * frames + OTHER * others;
  }

  private static long bytes(Histogram histogram) {
    return histogram == null ? 0 : CLASS * histogram.rows().size();
  }
}
