package io.duality.engine.vitals;

import io.duality.boot.Peek;
import io.duality.model.Vitals;

/**
 * How many objects wait for the JDK's common cleaner, which closes forgotten files, sockets and
 * inflaters. Cleaners that an application made have queues of their own, which nobody lists.
 */
final class Cleaners {
  private static final long QUEUE = offset("jdk.internal.ref.CleanerImpl", "queue");
  private static final long IMPL = offset("java.lang.ref.Cleaner", "impl");
  private static final long LENGTH = offset("java.lang.ref.ReferenceQueue", "queueLength");

  private static final Class<?> FACTORY = named("jdk.internal.ref.CleanerFactory");

  private Object queue;

  /** The queue's length, or {@link Vitals#UNKNOWN}. */
  long pending() {
    if (queue == null) {
      queue = find();
    }
    return queue == null ? Vitals.UNKNOWN : Peek.longInteger(queue, LENGTH);
  }

  private static Object find() {
    if (FACTORY == null || LENGTH == Peek.NONE || !Peek.isInitialized(FACTORY)) {
      return null; // another JDK, or nothing was ever given to it
    }
    Object cleaner = Peek.staticReference(FACTORY, "commonCleaner");
    return Peek.reference(Peek.reference(cleaner, IMPL), QUEUE);
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException absent) {
      return null; // another JDK
    }
  }

  private static long offset(String owner, String field) {
    Class<?> type = named(owner);
    return type == null ? Peek.NONE : Peek.offset(type, field);
  }
}
