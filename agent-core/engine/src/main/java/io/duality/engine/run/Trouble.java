package io.duality.engine.run;

import io.duality.engine.vitals.OutOfMemorySense;
import org.slf4j.Logger;

/**
 * What goes wrong on a thread of the agent: written down where that is possible, and never the end
 * of the thread. That memory or stack ran out is the application's own news: it goes to the file
 * only.
 */
enum Trouble {
  BEGINNING("nothing is watched yet"),
  WATCH("nothing is watched"),
  STATION("no bundles will be written"),
  ROUND("a round of the watch failed, it goes on"),
  BEAT("the flight ring missed a beat"),
  RECOVERY("what dead processes left stays where it is"),
  REHEARSAL("the classes of a capture are loaded when it comes"),
  CAPTURE("a capture or its end could not be noted");

  private static volatile OutOfMemorySense memory;

  private final String what;

  Trouble(String what) {
    this.what = what;
  }

  /** Loads this class and its words while there is memory: what catches must not allocate. */
  static void prepare() {}

  /** Who is to hear that memory ran out. */
  static void tell(OutOfMemorySense sense) {
    memory = sense;
  }

  /** Notes it, and what becomes of the agent; throws nothing, and says whether there was room. */
  boolean note(Logger log, Throwable trouble) {
    try {
      OutOfMemorySense sense = memory;
      if (trouble instanceof OutOfMemoryError error && sense != null) {
        sense.own(error);
      }
      if (trouble instanceof VirtualMachineError) {
        log.info("{}: {}", what, trouble.toString());
      } else {
        log.warn("{}: {}", what, trouble.toString());
      }
      log.debug("its stack", trouble);
      return true;
    } catch (Throwable deeper) { // not even a line fits into memory; counters tell
      return false;
    }
  }
}
