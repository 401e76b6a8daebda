package io.duality.engine.observe;

import io.duality.engine.library.EmbeddedTransactions;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who waits for rows that a transaction of a database inside this JVM has changed. */
final class RowLocks {
  private final EmbeddedTransactions transactions;

  RowLocks(EmbeddedTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Says of threads that wait inside an embedded database whose transaction they wait for: the lock
   * is held by whoever borrowed that transaction's connection.
   *
   * @param all every connection that is borrowed
   */
  void add(LookBuilder look, List<Lent> all) {
    Map<Lent, OpenWait> waiters = new LinkedHashMap<>();
    for (Lent each : all) {
      Object awaited = each.transaction() == null ? null : transactions.awaited(each.transaction());
      OpenWait sampled = awaited == null ? null : look.waits.get(each.borrowerId());
      if (sampled != null && look.resources.isOfClass(sampled.resourceKey(), className(awaited))) {
        waiters.put(each, sampled); // else another thread than the borrower waits
      }
    }
    IdentityHashMap<Object, Resource> locks = new IdentityHashMap<>();
    waiters.forEach((waiter, sampled) -> add(look, waiter, sampled, all, locks));
  }

  private void add(
      LookBuilder look,
      Lent waiter,
      OpenWait sampled,
      List<Lent> all,
      Map<Object, Resource> locks) {
    Object awaited = transactions.awaited(waiter.transaction());
    if (awaited == null) {
      return; // it has just got the row
    }
    Resource lock = locks.get(awaited);
    if (lock == null) {
      lock = look.resources.rowLock(awaited, transactions.lockName(awaited));
      locks.put(awaited, lock);
    }
    look.forget(sampled, LookBuilder.label(waiter.borrower()));
    look.waits(
        waiter.borrower(),
        new OpenWait(
            waiter.borrowerId(),
            lock.key(),
            "lock",
            sampled.sinceNanos(),
            transactions.timeoutMillis(waiter.transaction()) * 1_000_000,
            sampled.interruptible(),
            sampled.by()));
    holder(look, lock, awaited, all);
  }

  private static String className(Object object) {
    return object.getClass().getName();
  }

  private static void holder(LookBuilder look, Resource lock, Object transaction, List<Lent> all) {
    for (Lent each : all) {
      if (each.transaction() == transaction && each.borrower() != null) {
        Holding holding =
            new Holding(
                lock.key(),
                each.borrowerId(),
                Relation.HELD_BY,
                null,
                1,
                Holding.UNKNOWN_SINCE,
                SeenBy.HOOK,
                null,
                each.trace());
        look.holds(each.borrower(), holding);
        return;
      }
    }
    look.unknown(lock.name(), "holder", "its connection is not one that a known pool has lent");
  }
}
