package io.duality.engine.vitals;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Lets something dear happen as seldom as its cost demands. Costs are processor time: what a busy
 * machine adds is not held against it.
 */
final class Pace {
  /** How many times as much may be spent while something becomes more and more. */
  private static final int SUSPICIOUS = 30;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long share;
  private final long seldom;
  private long begun;
  private long cost;
  private long last;
  private boolean ever;

  /**
   * @param share it takes one part of so many of the time at most
   * @param seldom after how many nanoseconds it is done anew although nothing asks for it
   */
  Pace(long share, long seldom) {
    this.share = share;
    this.seldom = seldom;
  }

  /**
   * Whether it is to be done now.
   *
   * @param wanted whether something has changed
   * @param suspicious whether it is more than it ever was: then it may cost more
   */
  boolean due(long now, boolean wanted, boolean suspicious) {
    long least = Math.min(suspicious ? cost * share / SUSPICIOUS : cost * share, 5 * seldom);
    return !ever || (now - last >= least && (wanted || suspicious || now - last >= seldom));
  }

  /** It is being done. */
  void begin() {
    begun = threads.getCurrentThreadCpuTime();
  }

  /** It was done. */
  void end(long now) {
    cost = Math.max(0, threads.getCurrentThreadCpuTime() - begun);
    ever = true;
    last = now;
  }
}
