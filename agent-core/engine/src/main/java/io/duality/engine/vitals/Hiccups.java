package io.duality.engine.vitals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Thread {@code duality-hiccup}: sleeps for a moment, again and again. When it is late, every
 * thread of the process may have been: it notes for how long, and what the system counted
 * meanwhile. Allocates nothing after its first moments, so that it works when memory is exhausted.
 */
final class Hiccups implements Runnable {
  /**
   * One time in which it was late; what was not counted is negative.
   *
   * @param endNanos when it woke up
   * @param durationNanos by how much too late
   * @param runDelayNanos for how long it was ready and got no processor
   * @param throttledNanos for how long the container's quota held the process back
   * @param cpuNanos about what the process used of the processor meanwhile
   * @param sleptNanos for how long the machine's clock went on while this process's did not
   * @param pressureNanos for how long some task of the machine waited for a processor
   * @param groupNanos the same of the process's control group
   * @param stolenNanos for how long the host took a processor away
   * @param woken whether threads that never run did so, as they do when the process is stopped
   */
  record Late(
      long endNanos,
      long durationNanos,
      long runDelayNanos,
      long throttledNanos,
      long cpuNanos,
      long sleptNanos,
      long pressureNanos,
      long groupNanos,
      long stolenNanos,
      boolean woken) {}

  static final String NAME = "duality-hiccup";

  /**
   * Waking up costs 35 us of a processor, the kernel's part included, so ten times a second is
   * enough; a stall that begins while the thread sleeps is measured up to so much too short.
   */
  static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What is shorter happens on any busy machine. */
  static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int FIELDS = 10;
  private static final int CAPACITY = 64;

  /** The system's counters are read a second apart: the process's time asks every thread. */
  private static final int ALL_TICKS = 10;

  /** Whether the machine slept is asked less often: it is told by what it was ahead before. */
  private static final int SLEPT_TICKS = 50;

  /** Nobody asked for so long: the watch rests, and this thread ends until it is asked again. */
  private static final int UNREAD_TICKS = 600;

  private final long[] ring = new long[CAPACITY * FIELDS];
  private volatile long written;
  private volatile boolean asked;
  private volatile boolean stopped;
  private volatile Thread thread;
  private volatile Throwable failure;
  private long taken;
  private long lost;

  private SystemFile schedule;
  private SystemFile uptime;
  private CpuQuota quota;
  private CpuPressure pressure;
  private ProcessTimes process;
  private Sleepers sleepers;
  private long runDelay;
  private long throttled;
  private long cpu;
  private long cpuAt;

  /** What the process used of the processors in the last second. */
  private double cores;

  private long ahead;

  /** Starts the thread unless it runs. */
  void begin() {
    asked = true;
    if (thread == null && !stopped) {
      Thread made = new Thread(null, this, NAME, 256 * 1024);
      made.setDaemon(true);
      made.setContextClassLoader(null);
      made.setPriority(Thread.MAX_PRIORITY);
      thread = made;
      try {
        made.start();
      } catch (OutOfMemoryError e) { // no native thread to be had; the next reading tries again
        failure = e;
        thread = null;
      }
    }
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /** Why it ended before its time, or null. */
  Throwable failure() {
    return failure;
  }

  /** The next one, or null; for one thread. */
  Late next() {
    long count = written;
    if (count - taken > CAPACITY) {
      lost += count - taken - CAPACITY;
      taken = count - CAPACITY;
    }
    if (taken == count) {
      return null;
    }
    int at = (int) (taken % CAPACITY) * FIELDS;
    taken++;
    return new Late(
        ring[at],
        ring[at + 1],
        ring[at + 2],
        ring[at + 3],
        ring[at + 4],
        ring[at + 5],
        ring[at + 6],
        ring[at + 7],
        ring[at + 8],
        ring[at + 9] != 0);
  }

  /** How many were overwritten unread. */
  long lost() {
    return lost;
  }

  @Override
  public void run() {
    try {
      open();
      sleep();
    } catch (Throwable e) { // without memory even the beginning may fail; a later reading begins it
      failure = e;
    } finally {
      close();
      thread = null;
    }
  }

  private void open() {
    schedule = new SystemFile(new java.io.File("/proc/thread-self/schedstat"));
    uptime = new SystemFile(new java.io.File("/proc/uptime"));
    quota = CpuQuota.ofThisProcess();
    pressure = CpuPressure.ofThisProcess();
    sleepers = Sleepers.ofThisProcess();
    process =
        ModuleLayer.boot().findModule("jdk.management").isPresent() ? ProcessTimes.open() : null;
  }

  private void close() {
    if (schedule != null
        && uptime != null
        && quota != null
        && pressure != null
        && sleepers != null) {
      sleepers.close();
      pressure.close();
      schedule.close();
      uptime.close();
      quota.close();
    }
  }

  private void sleep() {
    long before = System.nanoTime();
    all(before);
    int unread = 0;
    for (long tick = 1; !stopped && unread < UNREAD_TICKS; tick++) {
      LockSupport.parkNanos(PERIOD_NANOS);
      Thread.interrupted(); // by the application: no park would wait any more
      long now = System.nanoTime();
      long late = now - before - PERIOD_NANOS;
      before = now;
      if (late >= LEAST_NANOS) {
        note(now, late);
        before = System.nanoTime();
      } else if (tick % ALL_TICKS == 0) {
        if (tick % SLEPT_TICKS == 0) {
          slept(now);
        }
        counters(now, false);
      }
      unread = asked ? 0 : unread + 1;
      asked = false;
    }
  }

  private void note(long now, long late) {
    long delayBefore = runDelay;
    long throttledBefore = throttled;
    long cpuBefore = cpu;
    long aheadBefore = ahead;
    long pressureBefore = pressure.machineNanos();
    long groupBefore = pressure.groupNanos();
    long stolenBefore = pressure.stolenNanos();
    double rate = cores;
    long before = Math.max(0, now - cpuAt - late);
    all(now);
    long used = since(cpuBefore, cpu);
    cores = rate; // what it used while it stood says nothing of the time before the next one
    put(
        now,
        late,
        since(delayBefore, runDelay),
        since(throttledBefore, throttled),
        used < 0 ? -1 : Math.max(0, used - (long) (rate * before)),
        aheadBefore == 0 || ahead == 0 ? 0 : Math.max(0, ahead - aheadBefore),
        since(pressureBefore, pressure.machineNanos()),
        since(groupBefore, pressure.groupNanos()),
        since(stolenBefore, pressure.stolenNanos()),
        sleepers.woken());
  }

  /** The machine slept: its clock went on and the one that everybody waits by did not. */
  private void slept(long now) {
    long aheadBefore = ahead;
    long aheadNow = ahead(now);
    ahead = aheadNow;
    if (aheadBefore != 0 && aheadNow != 0 && aheadNow - aheadBefore >= 10 * LEAST_NANOS) {
      put(now, aheadNow - aheadBefore, -1, -1, -1, aheadNow - aheadBefore, -1, -1, -1, true);
    }
  }

  private void put(
      long end,
      long duration,
      long delay,
      long held,
      long used,
      long gone,
      long some,
      long group,
      long stolen,
      boolean all) {
    long count = written;
    int at = (int) (count % CAPACITY) * FIELDS;
    ring[at] = end;
    ring[at + 1] = duration;
    ring[at + 2] = delay;
    ring[at + 3] = held;
    ring[at + 4] = used;
    ring[at + 5] = gone;
    ring[at + 6] = some;
    ring[at + 7] = group;
    ring[at + 8] = stolen;
    ring[at + 9] = all ? 1 : 0;
    written = count + 1;
  }

  private static long since(long before, long now) {
    return before < 0 || now < before ? -1 : now - before;
  }

  private void all(long now) {
    counters(now, true);
    ahead = ahead(now);
  }

  private void counters(long now, boolean late) {
    runDelay = schedule.read() ? schedule.number(1) : -1;
    sleepers.read();
    pressure.read(now, runDelay < 0, late); // a delay of its own says more than others'
    throttled = quota.throttledNanos();
    cpu(now);
  }

  private void cpu(long now) {
    long before = cpu;
    cpu = process == null ? -1 : process.nanos();
    long used = since(before, cpu);
    cores = used < 0 || now <= cpuAt ? 0 : used / (double) (now - cpuAt);
    cpuAt = now;
  }

  /** By how much the machine's uptime is ahead of the clock of waits; 0 when nobody tells. */
  private long ahead(long now) {
    if (!uptime.read()) {
      return 0;
    }
    return TimeUnit.SECONDS.toNanos(uptime.number(0))
        + TimeUnit.MILLISECONDS.toNanos(10 * uptime.number(1))
        - now;
  }
}
