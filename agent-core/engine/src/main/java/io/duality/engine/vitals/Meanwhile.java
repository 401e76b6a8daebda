package io.duality.engine.vitals;

import io.duality.engine.vitals.SunBeans.Ended;

/**
 * What ZGC's and Shenandoah's cycles leave, without what was allocated while they went on: they
 * count all of that as alive, and on a busy machine a cycle takes seconds. It is estimated by what
 * was allocated between the cycles, the less of the last two times: a burst is over when its cycle
 * begins. It was never more than there was room for. Pure; for one thread.
 */
final class Meanwhile {
  private static final double UNKNOWN = Double.MAX_VALUE;

  private final long limit;
  private Ended before;
  private double perMilli = UNKNOWN;

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
    double rate = before == null ? UNKNOWN : between(before, cycle);
    double least = Math.min(rate, perMilli);
    perMilli = rate;
    before = cycle;
    long room = Math.max(0, limit - cycle.before());
    double allocated = least == UNKNOWN ? 0 : Math.min(room, least * cycle.durationMillis());
    return Math.max(0, cycle.after() - (long) allocated);
  }

  /** Bytes a millisecond. */
  private static double between(Ended before, Ended cycle) {
    long rest = cycle.endMillis() - cycle.durationMillis() - before.endMillis();
    return (double) Math.max(0, cycle.before() - before.after()) / Math.max(1, rest);
  }
}
