package io.duality.engine.vitals;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;
import io.duality.model.HandleSeen;
import io.duality.model.Masked;
import io.duality.model.Vitals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads by the pattern of their names, and what their thread-locals hold by class.
 * Fields are read by offset; no code of the application runs.
 */
final class ThreadCensus {
  private static final long SHARE = 3_000;
  private static final int MOST_LOCALS = 200_000;
  private static final Object[] NONE = {};
  private static final String OWN = "duality-";
  private static final long LOCALS = Peek.offset(Thread.class, "threadLocals");
  private static final long TABLE = inner("java.lang.ThreadLocal$ThreadLocalMap", "table");
  private static final long VALUE = inner("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value");

  private final Pace pace = new Pace(SHARE, TimeUnit.SECONDS.toNanos(10));
  private final ThreadSites sites;
  private final HandleLimits limits;
  private final ThreadMXBean bean = ManagementFactory.getThreadMXBean();
  private long listed;
  private long highest;
  private boolean growing;
  private List<HandleSeen> seen = List.of();

  ThreadCensus(ThreadSites sites, HandleLimits limits) {
    this.sites = sites;
    this.limits = limits;
  }

  List<HandleSeen> read(long now) {
    long count = bean.getThreadCount();
    boolean moved = Math.abs(count - listed) >= Math.max(2, listed / 50);
    if (pace.due(now, moved || growing, (moved && count > highest) || growing)) {
      highest = Math.max(highest, count);
      pace.begin();
      list(now, count);
      pace.end(now);
    }
    return seen;
  }

  private void list(long now, long alive) {
    Thread[] all = LiveThreads.platform();
    Tally threads = new Tally();
    Tally locals = new Tally();
    for (int i = 0; i < all.length && all[i] != null; i++) {
      String name = all[i].getName();
      if (!name.startsWith(OWN)) {
        String pattern = Masked.of(name);
        threads.add(pattern);
        locals(all[i], pattern, locals);
      }
    }
    long before = seen.size() < 2 ? locals.sum() : seen.get(1).count();
    growing = locals.sum() > before + before / 50;
    listed = alive;
    HandleSeen living =
        new HandleSeen(
            HandleSeen.THREADS,
            threads.sum(),
            limits.threads(now, alive),
            threads.largest(sites::of));
    seen = List.of(living, locals.seen(HandleSeen.THREAD_LOCALS, Vitals.UNKNOWN));
  }

  /** The owner may change its map meanwhile: an entry may be missed or counted twice. */
  private static void locals(Thread thread, String pattern, Tally into) {
    Object[] table = table(thread);
    for (int i = 0; i < table.length && into.sum() < MOST_LOCALS; i++) {
      if (table[i] instanceof Reference<?> entry) {
        Object value = value(entry);
        if (value != null) {
          into.add(value.getClass().getTypeName() + " of threads " + pattern);
        }
      }
    }
  }

  /** The entries of a thread's thread-locals, some of them null; not to be changed. */
  static Object[] table(Thread thread) {
    Object map = Peek.reference(thread, LOCALS);
    return map != null && Peek.reference(map, TABLE) instanceof Object[] table ? table : NONE;
  }

  /** What such an entry holds, or null. */
  static Object value(Reference<?> entry) {
    return Peek.reference(entry, VALUE);
  }

  private static long inner(String owner, String field) {
    try {
      return Peek.offset(Class.forName(owner, false, null), field);
    } catch (ClassNotFoundException absent) {
      return Peek.NONE; // then no entry is seen
    }
  }
}
