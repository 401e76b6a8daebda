package io.duality.engine.library;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Something derived from a class, remembered without keeping the class alive. Reading takes no lock
 * and allocates nothing; a class that was pushed out is derived again.
 *
 * @param <T> what is derived; it must not refer to the class
 */
public abstract class ByClass<T> {
  private static final int CAPACITY = 1 << 10;
  private static final int PROBES = 8;

  private final AtomicReferenceArray<Entry<T>> table = new AtomicReferenceArray<>(CAPACITY);

  /** Derives it; several threads may at once. */
  protected abstract T derive(Class<?> type);

  private static final class Entry<T> extends WeakReference<Class<?>> {
    final T value;

    Entry(Class<?> type, T value) {
      super(type);
      this.value = value;
    }
  }

  /** What is derived from this class. */
  public final T get(Class<?> type) {
    int home = home(type);
    for (int i = 0; i < PROBES; i++) {
      Entry<T> entry = table.getAcquire((home + i) & (CAPACITY - 1));
      if (entry != null && entry.refersTo(type)) {
        return entry.value;
      }
    }
    Entry<T> derived = new Entry<>(type, derive(type));
    int at = home;
    for (int i = 0; i < PROBES; i++) {
      Entry<T> entry = table.getAcquire((home + i) & (CAPACITY - 1));
      if (entry == null || entry.refersTo(null)) {
        at = (home + i) & (CAPACITY - 1);
        break;
      }
    }
    table.setRelease(at, derived);
    return derived.value;
  }

  /** Derives everything anew, because what it is derived from has changed. */
  final void forget() {
    for (int i = 0; i < CAPACITY; i++) {
      table.setRelease(i, null);
    }
  }

  private static int home(Class<?> type) {
    int hash = System.identityHashCode(type);
    return (hash ^ (hash >>> 10)) & (CAPACITY - 1);
  }
}
