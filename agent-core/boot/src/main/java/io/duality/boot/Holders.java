package io.duality.boot;

/**
 * Who holds a synchronizer, read from the fields of the JDK's own classes by offset. A read lock
 * that is held by several threads gives the first of them.
 */
public final class Holders {
  private static final String LOCKS = "java.util.concurrent.locks.";
  private static final Class<?> OWNABLE = named("AbstractOwnableSynchronizer");
  private static final Class<?> READ_WRITE = named("ReentrantReadWriteLock$Sync");
  private static final long OWNER = offset(OWNABLE, "exclusiveOwnerThread");
  private static final long FIRST_READER = offset(READ_WRITE, "firstReader");

  private Holders() {}

  /** The exclusive owner now, or null: free, shared, or of a kind that has no owner. */
  public static Thread of(Object synchronizer) {
    return OWNABLE != null && OWNABLE.isInstance(synchronizer)
        ? thread(Peek.reference(synchronizer, OWNER))
        : null;
  }

  /** The first holder of a {@code ReentrantReadWriteLock}'s read lock now, or null. */
  public static Thread reader(Object synchronizer) {
    return READ_WRITE != null && READ_WRITE.isInstance(synchronizer)
        ? thread(Peek.reference(synchronizer, FIRST_READER))
        : null;
  }

  private static Thread thread(Object holder) {
    return holder instanceof Thread thread ? thread : null;
  }

  private static Class<?> named(String simpleName) {
    try {
      return Class.forName(LOCKS.concat(simpleName), false, null);
    } catch (Throwable absent) {
      return null; // holders of this kind stay unknown on this JDK
    }
  }

  private static long offset(Class<?> owner, String field) {
    return owner == null ? Peek.NONE : Peek.offset(owner, field);
  }
}
