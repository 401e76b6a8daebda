package io.duality.engine.vitals;

import io.duality.engine.vitals.SunBeans.Ended;

/**
 * What ZGC's and Shenandoah's cycles leave, without what was allocated while they went on: they
 * count all of that as alive, and on a busy machine a cycle takes seconds. It is estimated by what
 * was allocated between the cycles, and it was never more than there was room for. Pure; for one
 * thread.
 */
final class Meanwhile {
  /** What is allocated in less time says nothing of the rate. */
  private static final long LEAST_MILLIS = 100;

  private final long limit;
  private Ended before;
  private double perMilli;

  Meanwhile() {
    this(Runtime.getRuntime().maxMemory());
  }

  /**
   * @param limit bytes that the heap may have
   */
  Meanwhile(long limit) {
    this.limit = limit;
  }

  /**
   * Takes the last cycle that ended.
   *
   * @return bytes that it found alive, about
   */
  long without(Ended cycle) {
    long begun = cycle.endMillis() - cycle.durationMillis();
    long rest = before == null ? 0 : begun - before.endMillis();
    if (rest >= LEAST_MILLIS) {
      perMilli = Math.max(0, (double) (cycle.before() - before.after()) / rest);
    }
    before = cycle;
    long room = Math.max(0, limit - cycle.before());
    long allocated = (long) Math.min((double) room, perMilli * cycle.durationMillis());
    return Math.max(0, cycle.after() - allocated);
  }
}
