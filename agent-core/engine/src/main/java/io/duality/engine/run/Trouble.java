package io.duality.engine.run;

import org.slf4j.Logger;

/**
 * What goes wrong on a thread of the agent: written down where that is possible, and never the end
 * of the thread. That memory or stack ran out is the application's own news: it goes to the file
 * only.
 */
final class Trouble {
  private Trouble() {}

  /** Notes it, and what becomes of the agent; throws nothing, and says whether there was room. */
  static boolean note(Logger log, String what, Throwable trouble) {
    try {
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
