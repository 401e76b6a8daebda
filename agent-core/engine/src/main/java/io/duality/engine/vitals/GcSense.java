package io.duality.engine.vitals;

import io.duality.model.GcSeen;
import io.duality.model.Vitals;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * Reads what the collector did: how often and for how long it paused from its beans, which are
 * there at once and never lost; causes, callers and stalls from the flight recorder's events.
 */
final class GcSense implements Sense {
  private final MemorySense.Shared shared;
  private final GcEvents heard = new GcEvents();
  private final Cleaners cleaners = new Cleaners();
  private EventWatch events;
  private MemoryMXBean memory;
  private long usedBefore;
  private long allocatedBefore = Vitals.UNKNOWN;

  GcSense(MemorySense.Shared shared) {
    this.shared = shared;
  }

  @Override
  public void listen(EventWatch stream) {
    events = stream;
    heard.listen(stream);
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    if (memory == null) {
      memory = ManagementFactory.getMemoryMXBean();
      usedBefore = memory.getHeapMemoryUsage().getUsed();
      allocatedBefore = Modules.management() ? SunBeans.allocatedBytes() : Vitals.UNKNOWN;
    }
    Collectors collectors = shared.read(now);
    GcEvents.Taken taken = heard.take();
    boolean deaf = deaf(into, now);
    long used = memory.getHeapMemoryUsage().getUsed();
    long freed = collectors.freed();
    long allocated = freed < 0 ? Vitals.UNKNOWN : Math.max(0, used - usedBefore + freed);
    if (allocatedBefore >= 0) {
      long all = SunBeans.allocatedBytes();
      allocated = Math.max(0, all - allocatedBefore);
      freed = Math.max(0, allocated - (used - usedBefore));
      allocatedBefore = all;
    }
    usedBefore = used;
    into.gc(
        new GcSeen(
            collectors.name(),
            collectors.collections(),
            collectors.pauseNanos(),
            Math.max(collectors.longestNanos(), taken.longestNanos),
            taken.longestCause,
            heardOf(taken.explicit, deaf),
            taken.explicitAt,
            freed,
            allocated,
            heardOf(taken.stalls, deaf),
            heardOf(taken.stalledNanos, deaf),
            memory.getObjectPendingFinalizationCount(),
            cleaners.pending(),
            heardOf(taken.softCleared, deaf),
            collectors.full(),
            heardOf(taken.copyFailures, deaf),
            taken.cpuNanos,
            taken.finalizerClass));
  }

  private static long heardOf(long sum, boolean deaf) {
    return deaf && sum == 0 ? Vitals.UNKNOWN : sum;
  }

  /** Whether events are missing; says so. */
  private boolean deaf(VitalsBuilder into, long now) {
    String why = events.deaf(now);
    if (why != null) {
      into.unknown("collector", "causes, callers of System.gc(), stalls", why);
    }
    return why != null;
  }
}
