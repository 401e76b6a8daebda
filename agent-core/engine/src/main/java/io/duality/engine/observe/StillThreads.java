package io.duality.engine.observe;

import io.duality.boot.OpenSlot;
import io.duality.boot.Peek;
import io.duality.boot.Slots;
import java.util.ArrayList;
import java.util.List;

/**
 * Platform threads that the JVM calls runnable and that use no CPU time: they wait for something of
 * which neither a hook nor a bean tells. Scanning allocates nothing once its tables have grown.
 */
final class StillThreads {
  /** For as long a thread has to stand before it is worth a question. */
  static final long LEAST_NANOS = 2_000_000_000L;

  private static final long SCAN_NANOS = 900_000_000L;
  private static final int MOST_SCANNED = 512;
  private static final int MOST_ASKED = 4_096;

  private final PlatformThreads platform;
  private final ThreadBean bean;
  private final OpenSlot slot = new OpenSlot();
  private LongTable cpu = new LongTable();
  private LongTable since = new LongTable();
  private LongTable cpuBefore = new LongTable();
  private LongTable sinceBefore = new LongTable();
  private final LongTable asked = new LongTable();
  private long scannedAt = Long.MIN_VALUE;

  StillThreads(PlatformThreads platform, ThreadBean bean) {
    this.platform = platform;
    this.bean = bean;
  }

  /**
   * Compares every runnable thread's CPU time with what it was a second ago.
   *
   * @return whether this was done now; else the last time is not a second ago
   */
  boolean scan(long now) {
    if (scannedAt != Long.MIN_VALUE && now - scannedAt < SCAN_NANOS) {
      return false;
    }
    scannedAt = now;
    swap();
    int scanned = 0;
    for (int i = 0; i < platform.count() && scanned < MOST_SCANNED; i++) {
      Thread thread = platform.get(i);
      if (Peek.state(thread) == Thread.State.RUNNABLE && !Slots.read(thread, slot)) {
        scanned++;
        long id = Peek.threadId(thread);
        long used = bean.cpuNanos(id);
        if (used >= 0) {
          boolean same = cpuBefore.get(id) == used;
          cpu.put(id, used);
          since.put(id, same ? sinceBefore.get(id) : now);
        }
      }
    }
    slot.clear();
    return true;
  }

  private void swap() {
    LongTable oldCpu = cpuBefore;
    LongTable oldSince = sinceBefore;
    cpuBefore = cpu;
    sinceBefore = since;
    cpu = oldCpu;
    since = oldSince;
    cpu.clear();
    since.clear();
  }

  /** Since when the thread stands still, or {@link LongTable#NONE}. */
  long since(long id) {
    return since.get(id);
  }

  /** Whether it has not moved since the last scan: it still waits for the same. */
  boolean still(long id) {
    long last = cpu.get(id);
    return last != LongTable.NONE && bean.cpuNanos(id) == last;
  }

  /** Whether a thread stands still for long enough that was not asked about as it stands. */
  boolean any(long now, long leastNanos) {
    for (int i = 0; i < platform.count(); i++) {
      if (isNew(platform.get(i), now, leastNanos)) {
        return true;
      }
    }
    return false;
  }

  /** Those threads, at most so many. */
  List<Thread> list(long now, long leastNanos, int most) {
    List<Thread> found = new ArrayList<>();
    for (int i = 0; i < platform.count() && found.size() < most; i++) {
      if (isNew(platform.get(i), now, leastNanos)) {
        found.add(platform.get(i));
      }
    }
    return found;
  }

  private boolean isNew(Thread thread, long now, long leastNanos) {
    long id = Peek.threadId(thread);
    long begun = since.get(id);
    return begun != LongTable.NONE
        && now - begun >= leastNanos
        && asked.get(id) != cpu.get(id)
        && Peek.state(thread) == Thread.State.RUNNABLE;
  }

  /** They are not asked about again before they have moved. */
  void asked(List<Thread> threads) {
    if (asked.size() > MOST_ASKED) {
      asked.clear(); // mostly threads that have ended
    }
    for (Thread thread : threads) {
      long id = Peek.threadId(thread);
      asked.put(id, cpu.get(id));
    }
  }

  /** They may be asked about again. */
  void forgetAsked() {
    asked.clear();
  }
}
