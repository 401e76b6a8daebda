package io.duality.engine.heap.holders;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What a walk may cost: objects, CPU time in slices with rests between them, time. One thread's.
 */
final class Budget {
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(12);

  /** The clock is read after so much work. */
  private static final int OFTEN = 128;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final boolean measured = threads.isCurrentThreadCpuTimeSupported();
  private final HolderLimits limits;
  private final BooleanSupplier stopped;
  private final long begun = System.nanoTime();
  private final long cpuBegun = cpu();
  private long phaseCpu = cpuBegun;
  private long sliceCpu = cpuBegun;
  private long worked;
  private long checked;
  private String ended;

  Budget(HolderLimits limits, BooleanSupplier stopped) {
    this.limits = limits;
    this.stopped = stopped;
  }

  private long cpu() {
    return measured ? threads.getCurrentThreadCpuTime() : System.nanoTime();
  }

  /** The time for one kind of work begins anew. */
  void nextPhase() {
    phaseCpu = cpu();
    ended = null;
  }

  /** Takes so much of it; false when there is nothing left. */
  boolean take(int objects) {
    worked += objects;
    if (ended != null) {
      return false;
    }
    if (worked > limits.objects()) {
      ended = limits.objects() + " objects were read, duality.leaks.holder-objects";
      return false;
    }
    if (worked - checked >= OFTEN) {
      checked = worked;
      check();
    }
    return ended == null;
  }

  /** The same for work that reads no objects. */
  boolean takeTime() {
    if (ended == null) {
      check();
    }
    return ended == null;
  }

  private void check() {
    long now = cpu();
    if (stopped.getAsBoolean()) {
      ended = "it was ended";
    } else if (now - phaseCpu > limits.cpuNanos()) {
      ended = limits.cpuNanos() / 1_000_000 + " ms of CPU time were used, duality.leaks.holder-cpu";
    } else if (System.nanoTime() - begun > limits.wallNanos()) {
      ended = "it took longer than " + limits.wallNanos() / 1_000_000_000 + " s";
    } else if (now - sliceCpu > SLICE_NANOS) {
      LockSupport.parkNanos(REST_NANOS);
      sliceCpu = cpu();
    }
  }

  /** Why there is nothing left, or null. */
  String ended() {
    return ended;
  }

  long objects() {
    return worked;
  }

  long cpuNanos() {
    return cpu() - cpuBegun;
  }
}
