package io.duality.engine.observe;

import io.duality.boot.Peek;

/** Virtual threads that stand blocked at a monitor from one glance to a later one. */
final class BlockedVirtual {
  private static final long SCAN_NANOS = 900_000_000L;

  private LongTable seen = new LongTable();
  private LongTable before = new LongTable();
  private long scannedAt = Long.MIN_VALUE;
  private boolean found;

  /**
   * Whether there is one.
   *
   * @param most with more virtual threads than this they are not looked at
   */
  boolean any(long now, long olderThanNanos, int most) {
    if (scannedAt != Long.MIN_VALUE && now - scannedAt < SCAN_NANOS) {
      return found;
    }
    scannedAt = now;
    LongTable swap = before;
    before = seen;
    seen = swap;
    seen.clear();
    found = false;
    long count = VirtualThreads.count();
    if (count > 0 && count <= most) {
      VirtualThreads.forEach(
          thread -> {
            if (Peek.state(thread) == Thread.State.BLOCKED) {
              long id = Peek.threadId(thread);
              long since = before.get(id);
              seen.put(id, since == LongTable.NONE ? now : since);
              found |= since != LongTable.NONE && now - since >= olderThanNanos;
            }
          });
    }
    return found;
  }
}
