package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whether an object is something that threads wait for. Asked where the declared type does not
 * tell; answers come from the class alone and are remembered.
 */
final class Synchronizers {
  /** Nothing that threads wait for. */
  static final int NONE = 0;

  /** Something that people know: a lock, a queue, a pool. */
  static final int OUTER = 1;

  /** Something that those are built on, and seldom anything that people know. */
  static final int INNER = 2;

  private static final String CONCURRENT = "java.util.concurrent.";
  private static final String[] BASES = {
    "locks.AbstractQueuedSynchronizer",
    "locks.AbstractQueuedLongSynchronizer",
    "locks.Lock",
    "locks.ReadWriteLock",
    "locks.Condition",
    "locks.StampedLock",
    "Semaphore",
    "CountDownLatch",
    "CyclicBarrier",
    "Phaser",
    "Exchanger",
    "BlockingQueue",
    "ExecutorService",
  };

  /** How many of them, from the first, are what others are built on. */
  private static final int INNER_BASES = 2;

  private static final Class<?>[] TYPES = new Class<?>[BASES.length];
  private static final int SIZE = 1 << 9;
  private static final AtomicReferenceArray<Answer> ANSWERS = new AtomicReferenceArray<>(SIZE);

  static {
    for (int i = 0; i < BASES.length; i++) {
      try {
        TYPES[i] = Class.forName(CONCURRENT.concat(BASES[i]), false, null);
      } catch (Throwable absent) {
        TYPES[i] = null; // this JDK has no such class, so no object is one
      }
    }
  }

  private Synchronizers() {}

  private static final class Answer extends WeakReference<Class<?>> {
    final int kind;

    Answer(Class<?> type, int kind) {
      super(type);
      this.kind = kind;
    }
  }

  /** What an object is. */
  static int kindOf(Object value) {
    Class<?> type = value.getClass();
    int place = System.identityHashCode(type) & (SIZE - 1);
    Answer known = ANSWERS.getAcquire(place);
    if (known != null && known.refersTo(type)) {
      return known.kind;
    }
    int kind = kindOfClass(type);
    ANSWERS.setRelease(place, new Answer(type, kind));
    return kind;
  }

  private static int kindOfClass(Class<?> type) {
    for (int i = 0; i < TYPES.length; i++) {
      if (TYPES[i] != null && TYPES[i].isAssignableFrom(type)) {
        return i < INNER_BASES ? INNER : OUTER;
      }
    }
    return InnerFields.areKnownOf(type) ? OUTER : NONE;
  }
}
