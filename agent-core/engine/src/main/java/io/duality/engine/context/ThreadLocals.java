package io.duality.engine.context;

import io.duality.boot.Peek;
import java.lang.ref.Reference;

/**
 * The value that a {@code ThreadLocal} has in any thread, read by offset. The owner may change its
 * map meanwhile: the worst that can come out is no value, or one that was just replaced.
 */
public final class ThreadLocals {
  private static final long LOCALS = Peek.offset(Thread.class, "threadLocals");
  private static final long HASH = Peek.offset(ThreadLocal.class, "threadLocalHashCode");
  private static final long TABLE = inner("java.lang.ThreadLocal$ThreadLocalMap", "table");
  private static final long VALUE = inner("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value");

  private ThreadLocals() {}

  /** Whether this JDK keeps thread-locals where this class looks for them. */
  public static boolean readable() {
    return LOCALS != Peek.NONE && HASH != Peek.NONE && TABLE != Peek.NONE && VALUE != Peek.NONE;
  }

  /** The thread's value, or null when it has none or this JDK is not {@link #readable}. */
  public static Object value(Thread thread, ThreadLocal<?> local) {
    if (!readable()) {
      return null;
    }
    Object map = Peek.reference(thread, LOCALS);
    if (map == null || !(Peek.reference(map, TABLE) instanceof Object[] table)) {
      return null;
    }
    int at = Peek.integer(local, HASH) & (table.length - 1);
    for (int probes = 0; probes < table.length; probes++) {
      if (!(table[at] instanceof Reference<?> entry)) {
        return null; // an empty place ends the search
      }
      if (is(entry, local)) {
        return Peek.reference(entry, VALUE);
      }
      at = (at + 1) & (table.length - 1);
    }
    return null;
  }

  @SuppressWarnings("unchecked") // the map's entries are references to thread-locals
  private static boolean is(Reference<?> entry, ThreadLocal<?> local) {
    return ((Reference<Object>) entry).refersTo(local);
  }

  private static long inner(String owner, String field) {
    try {
      return Peek.offset(Class.forName(owner, false, null), field);
    } catch (ClassNotFoundException absent) {
      return Peek.NONE; // reported by readable()
    }
  }
}
