package io.duality.engine.vitals;

import java.io.File;
import java.util.concurrent.TimeUnit;

/**
 * How many processors all processes use that share those of this one: by its control group where
 * that has a quota, by the machine's own count where the process may use all of it, and else by the
 * JVM's bean, which opens a dozen files for an answer and is asked seldom. For one thread.
 */
final class MachineLoad {
  private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** User, nice, system, idle, waiting for a device, interrupts of both kinds, stolen. */
  private static final int COUNTERS = 8;

  private static final int IDLE = 3;
  private static final int WAITING = 4;

  private final CpuQuota quota;
  private final ProcessTimes bean;
  private final SystemFile stat;
  private int processors = -1;
  private long busyBefore = -1;
  private long allBefore;
  private long groupBefore = -1;
  private long readAt;
  private double last = -1;

  /**
   * @param quota what the container may use; its throttled time is read before
   * @param bean asked where the system does not tell; null when the JVM does not either
   * @param stat {@code /proc/stat}
   */
  MachineLoad(CpuQuota quota, ProcessTimes bean, File stat) {
    this.quota = quota;
    this.bean = bean;
    this.stat = new SystemFile(stat);
  }

  /**
   * Since it was read last; negative when not known.
   *
   * @param lively whether this process does anything; an idle one is told every five seconds
   * @param available how many processors the JVM may use
   * @param cores the same, and a quota's part of them
   */
  double cores(long now, boolean lively, int available, double cores) {
    long group = quota.usedNanos();
    boolean cheap = group >= 0 || whole(available);
    if (readAt != 0 && now - readAt < SELDOM_NANOS && !(lively && cheap)) {
      return last;
    }
    long elapsed = now - readAt;
    readAt = now;
    if (group >= 0) {
      last =
          groupBefore < 0 || group < groupBefore || elapsed <= 0
              ? -1
              : Math.min(cores, (group - groupBefore) / (double) elapsed);
    } else if (cheap) {
      last = share(cores);
    } else {
      double share = bean == null ? -1 : bean.machine();
      last = share < 0 ? -1 : share * cores;
    }
    groupBefore = group;
    return last;
  }

  /** Whether the machine's count is that of the processors that this process may use. */
  private boolean whole(int available) {
    if (processors < 0) {
      processors = stat.read() ? count() : 0;
    }
    return processors == available;
  }

  private int count() {
    int count = 0;
    for (String line : stat.text().split("\n")) {
      count += line.startsWith("cpu") && !line.startsWith("cpu ") ? 1 : 0;
    }
    return count;
  }

  private double share(double cores) {
    if (!stat.read() || !stat.numbers(COUNTERS)) {
      return -1;
    }
    long all = 0;
    for (int i = 0; i < COUNTERS; i++) {
      all += stat.taken(i);
    }
    long busy = all - stat.taken(IDLE) - stat.taken(WAITING);
    long more = all - allBefore;
    double share =
        busyBefore < 0 || more <= 0 || busy < busyBefore
            ? -1
            : Math.min(1, (busy - busyBefore) / (double) more);
    allBefore = all;
    busyBefore = busy;
    return share < 0 ? -1 : share * cores;
  }

  void close() {
    stat.close();
  }
}
