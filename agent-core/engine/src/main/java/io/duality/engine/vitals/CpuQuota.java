package io.duality.engine.vitals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * What part of the processors the container may use, and for how long it was held back: both kinds
 * of control groups of Linux. For one thread.
 */
final class CpuQuota {
  private static final long MICROS = 1_000;

  /** Where a quota is asked for again: an orchestrator may change it while the process runs. */
  private static final int QUOTA_EVERY = 10;

  private final SystemFile stat;
  private final SystemFile limit;
  private final SystemFile period;
  private final SystemFile used;
  private final boolean second;
  private double cores = -1;
  private int reads;
  private boolean counted;
  private long throttled = -1;

  private CpuQuota(File group, boolean second) {
    this.second = second;
    this.stat = new SystemFile(new File(group, "cpu.stat"));
    this.limit = new SystemFile(new File(group, second ? "cpu.max" : "cpu.cfs_quota_us"));
    this.period = second ? null : new SystemFile(new File(group, "cpu.cfs_period_us"));
    this.used = second ? null : new SystemFile(new File(group, "cpuacct.usage"));
  }

  /** That of this process. */
  static CpuQuota ofThisProcess() {
    return of(new File("/sys/fs/cgroup"), new File("/proc/self/cgroup"));
  }

  /**
   * That of the process whose groups are listed.
   *
   * @param groups where control groups are mounted
   * @param self lines such as {@code 0::/kubepods/pod1}
   */
  static CpuQuota of(File groups, File self) {
    return new CpuQuota(group(groups, self), unified(groups));
  }

  /** Whether control groups are of the second kind. */
  static boolean unified(File groups) {
    return new File(groups, "cgroup.controllers").exists();
  }

  /** The directory of the process's own group, or the root where that is meant. */
  static File group(File groups, File self) {
    boolean unified = unified(groups);
    File root = unified ? groups : new File(groups, "cpu");
    if (!unified && !root.exists()) {
      root = new File(groups, "cpu,cpuacct");
    }
    File own = new File(root, path(self, unified));
    return new File(own, "cpu.stat").exists() ? own : root;
  }

  /** The group's path; in a container it names what lies outside, and the root is meant. */
  private static String path(File self, boolean unified) {
    try {
      for (String line : Files.readString(self.toPath(), StandardCharsets.UTF_8).split("\n")) {
        String[] parts = line.split(":", 3);
        boolean cpu = parts.length == 3 && ("," + parts[1] + ",").contains(",cpu,");
        if (parts.length == 3 && (unified ? parts[0].equals("0") : cpu)) {
          return parts[2];
        }
      }
    } catch (IOException e) {
      return ""; // no control groups: a file of the root will not be found either
    }
    return "";
  }

  /** How many processors the quota comes to; negative when there is none. */
  double cores() {
    if (reads++ % QUOTA_EVERY == 0) {
      cores = readCores();
    }
    return cores;
  }

  private double readCores() {
    if (!limit.read()) {
      return -1;
    }
    long quota = limit.text().startsWith("-") ? -1 : limit.number();
    long each = second ? limit.number(1) : period.read() ? period.number() : -1;
    return quota > 0 && each > 0 ? (double) quota / each : -1;
  }

  /**
   * For how long the group was held back since it exists; -1 when nobody counts. Without a quota
   * nobody holds it back, and the system is not asked again: a group's figures are added up for
   * whoever asks.
   */
  long throttledNanos() {
    if (cores() <= 0 && counted) {
      return throttled;
    }
    counted = true;
    throttled = readThrottled();
    return throttled;
  }

  private long readThrottled() {
    if (!stat.read()) {
      return -1;
    }
    long nanos = second ? -1 : stat.number("throttled_time");
    long micros = second ? stat.number("throttled_usec") : -1;
    return nanos >= 0 ? nanos : micros >= 0 ? micros * MICROS : -1;
  }

  /**
   * Processor time of all processes of the group since it exists, as it was when {@link
   * #throttledNanos} was asked last; -1 without a quota, or when nobody counts.
   */
  long usedNanos() {
    if (cores <= 0) {
      return -1;
    }
    if (!second) {
      return used.read() ? used.number() : -1;
    }
    long micros = stat.number("usage_usec");
    return micros >= 0 ? micros * MICROS : -1;
  }

  void close() {
    stat.close();
    limit.close();
    if (period != null && used != null) {
      period.close();
      used.close();
    }
  }
}
