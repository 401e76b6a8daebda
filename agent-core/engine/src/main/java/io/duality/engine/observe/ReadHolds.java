package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.context.ThreadLocals;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;

/**
 * Who holds the read locks that somebody waits for: the lock knows its first reader, every other
 * reader knows its own count in a ThreadLocal of that lock.
 */
final class ReadHolds {
  private static final Class<?> COUNTER =
      Fields.named(Fields.LOCKS + "ReentrantReadWriteLock$Sync$HoldCounter");

  private ReadHolds() {}

  /** How often a read-write lock is held now, for reading or writing. */
  static int holds(Object sync) {
    int shared = reads(sync);
    return shared > 0 ? shared : writes(sync);
  }

  /** How often its writer holds it: the lower half of the state. */
  static int writes(Object sync) {
    return sync instanceof AbstractQueuedLongSynchronizer
        ? (int) Peek.longInteger(sync, Fields.LONG_STATE)
        : Peek.integer(sync, Fields.STATE) & 0xffff;
  }

  /** How often all its readers hold it: the upper half of the state, which is a long since 25. */
  private static int reads(Object sync) {
    return sync instanceof AbstractQueuedLongSynchronizer
        ? (int) (Peek.longInteger(sync, Fields.LONG_STATE) >>> Integer.SIZE)
        : Peek.integer(sync, Fields.STATE) >>> Short.SIZE;
  }

  /** Adds the readers of every read-write lock of the look. */
  static void add(LookBuilder look, PlatformThreads platform) {
    for (Thing each : look.resources.things()) {
      if (each.resource().kind() == ResourceKind.READ_WRITE_LOCK
          && Blocker.of(each.object()).owned()) {
        add(look, platform, each.object(), each.resource());
      }
    }
  }

  private static void add(LookBuilder look, PlatformThreads platform, Object sync, Resource lock) {
    int shared = reads(sync);
    if (shared == 0) {
      return;
    }
    int found = 0;
    if (Peek.reference(sync, Fields.FIRST_READER) instanceof Thread first) {
      int count = Peek.integer(sync, Fields.FIRST_HOLDS);
      if (count > 0) {
        look.holds(first, lock.key(), Relation.HELD_BY, "reader", count, SeenBy.OWNER);
        found += count;
      }
    }
    if (Peek.reference(sync, Fields.READ_HOLDS) instanceof ThreadLocal<?> holds) {
      for (int i = 0; i < platform.count(); i++) {
        found += add(look, platform.get(i), holds, lock);
      }
      for (Thread thread : look.threads.values().toArray(Thread[]::new)) {
        if (Peek.isVirtual(thread)) {
          found += add(look, thread, holds, lock);
        }
      }
    }
    if (found < shared) {
      look.unknown(
          lock.name(),
          "holder",
          (shared - found)
              + " of "
              + shared
              + " read holds belong to threads that this look did not see");
    }
  }

  private static int add(LookBuilder look, Thread thread, ThreadLocal<?> holds, Resource lock) {
    Object counter = ThreadLocals.value(thread, holds);
    if (counter == null || counter.getClass() != COUNTER) {
      return 0;
    }
    int count = Peek.integer(counter, Fields.HOLD_COUNT);
    if (count > 0) {
      look.holds(thread, lock.key(), Relation.HELD_BY, "reader", count, SeenBy.OWNER);
    }
    return Math.max(count, 0);
  }
}
