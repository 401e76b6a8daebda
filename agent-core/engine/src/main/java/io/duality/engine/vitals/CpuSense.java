package io.duality.engine.vitals;

import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.Crowd;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Vitals;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads who uses the processor: the process, its machine, its collector, its threads, and for how
 * long the container's quota held it back. The process's own time says whether the rest is worth
 * asking for: of one that hardly uses any, no thread does.
 */
public final class CpuSense implements Sense {
  private static final String WITHOUT = "this JVM has no module jdk.management";

  /** A process that uses less of a core than this is idle, and none of its threads is told of. */
  private static final double LIVELY = 0.02;

  /**
   * Even an idle process is asked for its threads so often, so that no reading reaches far back.
   */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** An orchestrator may change how many there are; the JVM asks several files for it. */
  private static final long PROCESSORS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final CpuQuota quota = CpuQuota.ofThisProcess();
  private final CpuPressure pressure = CpuPressure.ofThisProcess();
  private final CollectorTimes collector = new CollectorTimes();
  private ProcessTimes process;
  private ThreadTimes threads;
  private MachineLoad machine;
  private int processors;
  private long processorsAt;
  private long processBefore = -1;
  private long detailed = -1;
  private long detailedAt;
  private long collectorBefore = -1;
  private long throttledBefore = -1;

  @Override
  public void read(VitalsBuilder into, long now) {
    if (machine == null) {
      if (ModuleLayer.boot().findModule("jdk.management").isPresent()) {
        process = ProcessTimes.open();
        threads = ThreadTimes.open();
      }
      machine = new MachineLoad(quota, process, new File("/proc/stat"));
    }
    if (process == null || threads == null) {
      into.unknown("processor", "who uses it", WITHOUT);
    }
    if (processors == 0 || now - processorsAt >= PROCESSORS_NANOS) {
      processorsAt = now;
      processors = Runtime.getRuntime().availableProcessors();
    }
    long throttled = throttled();
    double limit = quota.cores();
    double cores = limit > 0 ? Math.min(limit, processors) : processors;
    long nanos = process == null ? -1 : process.nanos();
    boolean lively = lively(nanos, now);
    List<ThreadCpu> top =
        threads == null ? List.of() : lively ? threads.read(now) : threads.quiet();
    into.cpu(
        new CpuSeen(
            cores,
            used(nanos, into.sinceNanos()),
            machine.cores(now, lively, processors, cores),
            lively ? collected(now) : collectorBefore < 0 ? Vitals.UNKNOWN : 0,
            throttled,
            top,
            threads == null ? -1 : threads.own(),
            crowd(now, into.sinceNanos())));
    if (pressure.missing() != null) {
      into.unknown("processor", "how many wait for it", pressure.missing());
    }
  }

  private Crowd crowd(long now, long elapsed) {
    long machine = pressure.machineNanos();
    long group = pressure.groupNanos();
    long stolen = pressure.stolenNanos();
    pressure.read(now, true, false);
    return new Crowd(
        share(machine, pressure.machineNanos(), elapsed),
        share(group, pressure.groupNanos(), elapsed),
        share(stolen, pressure.stolenNanos(), elapsed));
  }

  private static double share(long before, long now, long elapsed) {
    return before < 0 || now < before || elapsed <= 0
        ? -1
        : Math.min(1, (now - before) / (double) elapsed);
  }

  /** Whether the process has used anything since its threads were asked last. */
  private boolean lively(long nanos, long now) {
    long elapsed = now - detailedAt;
    boolean lively =
        nanos < 0 || detailed < 0 || elapsed >= QUIET_NANOS || nanos - detailed >= LIVELY * elapsed;
    if (lively) {
      detailed = nanos;
      detailedAt = now;
    }
    return lively;
  }

  private double used(long nanos, long elapsed) {
    long before = processBefore;
    processBefore = nanos;
    return before < 0 || nanos < before || elapsed <= 0 ? -1 : (nanos - before) / (double) elapsed;
  }

  private long collected(long now) {
    long nanos = collector.nanos(now);
    long before = collectorBefore;
    collectorBefore = nanos;
    return before < 0 || nanos < before ? Vitals.UNKNOWN : nanos - before;
  }

  private long throttled() {
    long nanos = quota.throttledNanos();
    long before = throttledBefore;
    throttledBefore = nanos;
    return before < 0 || nanos < before ? Vitals.UNKNOWN : nanos - before;
  }

  @Override
  public void stop() {
    quota.close();
    pressure.close();
    collector.close();
    if (machine != null) {
      machine.close();
    }
  }
}
