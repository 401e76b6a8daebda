package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How full the JDK's queues are, read past their locks: {@code size()} would take a lock that a
 * stalled thread may hold.
 */
final class QueueFill {
  /** Reads as unknown or unbounded. */
  static final long NONE = -1;

  private static final Class<?> ARRAY = juc("ArrayBlockingQueue");
  private static final Class<?> LINKED = juc("LinkedBlockingQueue");
  private static final Class<?> DEQUE = juc("LinkedBlockingDeque");
  private static final Class<?> PRIORITY = juc("PriorityBlockingQueue");
  private static final Class<?> DELAY = juc("DelayQueue");
  private static final Class<?> SCHEDULED = juc("ScheduledThreadPoolExecutor$DelayedWorkQueue");
  private static final Class<?> SYNCHRONOUS = juc("SynchronousQueue");
  private static final Class<?> TRANSFERER = juc("SynchronousQueue$Transferer");

  private static final long ARRAY_COUNT = in("ArrayBlockingQueue", "count");
  static final long ARRAY_ITEMS = in("ArrayBlockingQueue", "items");
  private static final long LINKED_COUNT = in("LinkedBlockingQueue", "count");
  private static final long LINKED_CAPACITY = in("LinkedBlockingQueue", "capacity");
  private static final long DEQUE_COUNT = in("LinkedBlockingDeque", "count");
  private static final long DEQUE_CAPACITY = in("LinkedBlockingDeque", "capacity");
  private static final long PRIORITY_SIZE = in("PriorityBlockingQueue", "size");
  private static final long DELAY_QUEUE = in("DelayQueue", "q");
  private static final long HEAP_SIZE = Fields.of("java.util.PriorityQueue", "size");
  private static final long SCHEDULED_SIZE =
      in("ScheduledThreadPoolExecutor$DelayedWorkQueue", "size");

  private QueueFill() {}

  /** How many elements it holds, or {@link #NONE}. */
  static long depth(Object queue) {
    if (is(ARRAY, queue)) {
      return integer(queue, ARRAY_COUNT);
    }
    if (is(LINKED, queue)) {
      return Peek.reference(queue, LINKED_COUNT) instanceof AtomicInteger count
          ? count.get()
          : NONE;
    }
    if (is(DEQUE, queue)) {
      return integer(queue, DEQUE_COUNT);
    }
    if (is(PRIORITY, queue)) {
      return integer(queue, PRIORITY_SIZE);
    }
    if (is(DELAY, queue)) {
      return integer(Peek.reference(queue, DELAY_QUEUE), HEAP_SIZE);
    }
    if (is(SCHEDULED, queue)) {
      return integer(queue, SCHEDULED_SIZE);
    }
    return is(SYNCHRONOUS, queue) || is(TRANSFERER, queue) ? 0 : NONE;
  }

  /** How many it can hold, or {@link #NONE}. */
  static long limit(Object queue) {
    if (is(ARRAY, queue)) {
      return Peek.reference(queue, ARRAY_ITEMS) instanceof Object[] items ? items.length : NONE;
    }
    if (is(LINKED, queue)) {
      return bounded(integer(queue, LINKED_CAPACITY));
    }
    if (is(DEQUE, queue)) {
      return bounded(integer(queue, DEQUE_CAPACITY));
    }
    return is(SYNCHRONOUS, queue) || is(TRANSFERER, queue) ? 0 : NONE;
  }

  private static long bounded(long capacity) {
    return capacity == Integer.MAX_VALUE ? NONE : capacity;
  }

  private static long integer(Object owner, long offset) {
    return owner == null || offset == Peek.NONE ? NONE : Peek.integer(owner, offset);
  }

  private static boolean is(Class<?> type, Object object) {
    return type != null && type.isInstance(object);
  }

  private static Class<?> juc(String name) {
    return Fields.named(Fields.CONCURRENT + name);
  }

  private static long in(String owner, String field) {
    return Fields.of(Fields.CONCURRENT + owner, field);
  }
}
