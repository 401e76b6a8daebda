package io.duality.engine.observe;

import io.duality.model.OpenWait;
import java.util.Collection;

/**
 * Waits that a look's judge called idle: a glance does not ask for a look because of them again,
 * for a while.
 */
final class Settled {
  private static final long FOR_NANOS = 30_000_000_000L;

  private final LongTable sinceOf = new LongTable();
  private long at;

  void set(Collection<OpenWait> idle, long now) {
    sinceOf.clear();
    for (OpenWait wait : idle) {
      sinceOf.put(wait.threadId(), wait.sinceNanos());
    }
    at = now;
  }

  boolean is(long threadId, long sinceNanos, long now) {
    return sinceOf.get(threadId) == sinceNanos && now - at < FOR_NANOS;
  }

  /** Whether any wait of this thread was called idle. */
  boolean hasThread(long threadId, long now) {
    return sinceOf.get(threadId) != LongTable.NONE && now - at < FOR_NANOS;
  }
}
