package io.duality.engine.vitals;

import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Vitals;
import java.util.List;

/**
 * Reads who uses the processor: the process, its machine, its collector, its threads, and for how
 * long the container's quota held it back.
 */
public final class CpuSense implements Sense {
  private static final String WITHOUT = "this JVM has no module jdk.management";

  private final CpuQuota quota = CpuQuota.ofThisProcess();
  private final CollectorTimes collector = new CollectorTimes();
  private ProcessTimes process;
  private ThreadTimes threads;
  private boolean opened;
  private long processBefore = -1;
  private long collectorBefore = -1;
  private long throttledBefore = -1;

  @Override
  public void read(VitalsBuilder into, long now) {
    if (!opened) {
      opened = true;
      if (ModuleLayer.boot().findModule("jdk.management").isPresent()) {
        process = ProcessTimes.open();
        threads = ThreadTimes.open();
      }
    }
    if (process == null || threads == null) {
      into.unknown("processor", "who uses it", WITHOUT);
    }
    double limit = quota.cores();
    int processors = Runtime.getRuntime().availableProcessors();
    double cores = limit > 0 ? Math.min(limit, processors) : processors;
    List<ThreadCpu> top = threads == null ? List.of() : threads.read(now);
    double machine = process == null ? -1 : process.machine();
    into.cpu(
        new CpuSeen(
            cores,
            used(into.sinceNanos()),
            machine < 0 ? -1 : machine * cores,
            collected(now),
            throttled(),
            top,
            threads == null ? -1 : threads.own()));
  }

  private double used(long elapsed) {
    long nanos = process == null ? -1 : process.nanos();
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
    collector.close();
  }
}
