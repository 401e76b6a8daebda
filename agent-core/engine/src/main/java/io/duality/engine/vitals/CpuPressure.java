package io.duality.engine.vitals;

import java.io.File;

/**
 * How crowded the processors are: for how long some task of the machine, or of the process's own
 * control group, was ready and had none, and for how long the host of a virtual machine gave its
 * processors to others. Files that are not there are survived. For one thread.
 */
final class CpuPressure {
  private static final long MICROS = 1_000;

  /** The columns of the first line of {@code /proc/stat} that add up to all time. */
  private static final int COLUMNS = 8;

  private static final int STEAL = 7;

  /** That file is dear where there are many processors, and most machines steal nothing. */
  private static final int STAT_EVERY = 30;

  private final SystemFile machine;
  private final SystemFile group;
  private final SystemFile stat;
  private long machineNanos = -1;
  private long groupNanos = -1;
  private long stolenNanos = -1;
  private long stolen = -1;
  private long total;
  private long statAt;
  private int rest;

  private CpuPressure(File proc, File group) {
    this.machine = new SystemFile(new File(proc, "pressure/cpu"));
    this.group = group == null ? null : new SystemFile(new File(group, "cpu.pressure"));
    this.stat = new SystemFile(new File(proc, "stat"));
  }

  /** That of this process. */
  static CpuPressure ofThisProcess() {
    return of(new File("/proc"), new File("/sys/fs/cgroup"), new File("/proc/self/cgroup"));
  }

  /**
   * That of the process whose groups are listed.
   *
   * @param proc where the system tells of itself
   * @param groups where control groups are mounted
   * @param self lines such as {@code 0::/kubepods/pod1}
   */
  static CpuPressure of(File proc, File groups, File self) {
    return new CpuPressure(proc, CpuQuota.unified(groups) ? CpuQuota.group(groups, self) : null);
  }

  /**
   * Reads what has come since.
   *
   * @param now when, on the clock of waits
   * @param waited whether for how long tasks have waited
   * @param dear whether also what is dear, because it is needed now
   */
  void read(long now, boolean waited, boolean dear) {
    if (waited) {
      machineNanos = waited(machine);
      groupNanos = group == null ? -1 : waited(group);
    }
    if (dear || stolen > 0 || rest-- <= 0) {
      rest = STAT_EVERY;
      steal(now);
    }
  }

  private static long waited(SystemFile file) {
    long micros = file.read() ? file.number("total") : -1;
    return micros < 0 ? -1 : micros * MICROS;
  }

  private void steal(long now) {
    long stealNow = stat.read() ? stat.number(STEAL) : -1;
    if (stealNow < 0) {
      stolenNanos = -1;
      stolen = -1;
      return;
    }
    long sum = 0;
    for (int i = 0; i < COLUMNS; i++) {
      sum += Math.max(0, stat.number(i));
    }
    boolean known = stolen >= 0 && sum > total && stealNow >= stolen;
    double share = known ? (stealNow - stolen) / (double) (sum - total) : 0;
    stolenNanos = Math.max(0, stolenNanos) + (long) (share * (now - statAt));
    stolen = stealNow;
    total = sum;
    statAt = now;
  }

  /** For how long some task of the machine has waited for a processor, in all; -1 if not known. */
  long machineNanos() {
    return machineNanos;
  }

  /** The same of the process's own control group. */
  long groupNanos() {
    return groupNanos;
  }

  /** For how long the host took a processor away, the mean of all, since the first reading. */
  long stolenNanos() {
    return stolenNanos;
  }

  /** What cannot be told here, and why; null when all can. */
  String missing() {
    return machineNanos < 0 && groupNanos < 0
        ? machine.path() + " is not there, or the kernel does not count"
        : null;
  }

  void close() {
    machine.close();
    stat.close();
    if (group != null) {
      group.close();
    }
  }
}
