package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * In which field an application's own lock keeps the synchronizer that threads really wait on, as
 * the class file told when it was loaded. A class is known by its name and its loader, which is
 * held weakly.
 */
public final class InnerFields {
  /** How many fields are remembered; they are never forgotten. */
  public static final int LIMIT = 1 << 10;

  private static final int BUCKETS = 1 << 8;
  private static final AtomicReferenceArray<Entry> TABLE = new AtomicReferenceArray<>(BUCKETS);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private InnerFields() {}

  private static final class Entry extends WeakReference<ClassLoader> {
    final String className;
    final String field;
    Entry next;

    Entry(ClassLoader loader, String className, String field) {
      super(loader);
      this.className = className;
      this.field = field;
    }
  }

  /**
   * Remembers an instance field that holds a reference.
   *
   * @param loader of the class, not null
   * @param className such as {@code com.acme.Mutex}
   * @param field declared by exactly this class
   */
  public static void learn(ClassLoader loader, String className, String field) {
    if (loader == null || COUNT.get() >= LIMIT || knows(loader, className, field)) {
      return;
    }
    Entry added = new Entry(loader, className, field);
    int bucket = bucket(className);
    do {
      added.next = TABLE.getAcquire(bucket);
    } while (!TABLE.compareAndSet(bucket, added.next, added));
    COUNT.getAndIncrement();
  }

  private static boolean knows(ClassLoader loader, String className, String field) {
    for (Entry e = TABLE.getAcquire(bucket(className)); e != null; e = e.next) {
      if (e.className.equals(className) && e.field.equals(field) && e.refersTo(loader)) {
        return true;
      }
    }
    return false;
  }

  /** Whether objects of this class keep a synchronizer in a field that is known. */
  static boolean areKnownOf(Class<?> type) {
    for (Class<?> c = type; c != null && c.getClassLoader() != null; c = c.getSuperclass()) {
      for (Entry e = TABLE.getAcquire(bucket(c.getName())); e != null; e = e.next) {
        if (e.className.equals(c.getName()) && e.refersTo(c.getClassLoader())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Names what lies in the known fields of an object after the object. */
  static void name(Object value, int rank, int number, Names.Site site) {
    if (COUNT.get() == 0) {
      return;
    }
    Class<?> c = value.getClass();
    for (; c != null && c.getClassLoader() != null; c = c.getSuperclass()) {
      for (Entry e = TABLE.getAcquire(bucket(c.getName())); e != null; e = e.next) {
        if (e.className.equals(c.getName()) && e.refersTo(c.getClassLoader())) {
          Object part = Peek.reference(value, Peek.offset(c, e.field));
          if (part != null && Synchronizers.kindOf(part) == Synchronizers.INNER) {
            Names.part(part, rank, number, site);
          }
        }
      }
    }
  }

  private static int bucket(String className) {
    int hash = className.hashCode();
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }
}
