package io.duality.engine.vitals;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last allocations for which a collection was begun, by the recorder: the last of a thread
 * before its OutOfMemoryError is the one that was refused. As many as there are such collections;
 * bounded. The stream writes, the watch reads.
 */
final class RefusedAllocations {
  private static final int REMEMBERED = 64;

  /** The collections in vain of a small heap; those of a large one take longer. */
  private static final long BEFORE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Without a thread's id it has to be nearer. */
  private static final long NEAR_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Without a thread's id it is not said who it was when somebody else asked so shortly before. */
  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Two clocks. */
  private static final long AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Asked[] asked = new Asked[REMEMBERED];
  private int next;

  /**
   * One of them.
   *
   * @param bytes how much was asked for; of small objects a buffer of the thread's for many
   */
  record Asked(
      long nanos, long bytes, long threadId, String threadName, List<StackTraceElement> frames) {}

  void listen(EventWatch events) {
    events.on("jdk.AllocationRequiringGC", this::heard, "stackTrace", "true");
  }

  private void heard(EventWatch.Event event) {
    String name = event.threadName();
    if (name.startsWith("duality-") || name.startsWith("JFR ")) {
      return; // they ask as everybody does, and are never whom a bundle is about
    }
    add(
        new Asked(
            event.startNanos(), event.number("size", 0), event.threadId(), name, event.frames()));
  }

  synchronized void add(Asked one) {
    asked[next] = one;
    next = (next + 1) % REMEMBERED;
  }

  /**
   * The last one before an error, or null when there is none, or nobody can say which it was.
   *
   * @param threadId whose, or negative when that is not known
   */
  synchronized Asked before(long nanos, long threadId) {
    Asked last = null;
    for (Asked one : asked) {
      if (candidate(one, nanos)
          && (threadId < 0 || one.threadId() == threadId)
          && (last == null || one.nanos() - last.nanos() > 0)) {
        last = one;
      }
    }
    boolean known = last == null || threadId >= 0;
    return known || (nanos - last.nanos() < NEAR_NANOS && alone(last, nanos)) ? last : null;
  }

  private static boolean candidate(Asked one, long nanos) {
    return one != null && one.nanos() - nanos < AFTER_NANOS && nanos - one.nanos() < BEFORE_NANOS;
  }

  private boolean alone(Asked last, long nanos) {
    for (Asked one : asked) {
      if (candidate(one, nanos)
          && one.threadId() != last.threadId()
          && last.nanos() - one.nanos() < ALONE_NANOS) {
        return false;
      }
    }
    return true;
  }
}
