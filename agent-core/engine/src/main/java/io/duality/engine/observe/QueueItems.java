package io.duality.engine.observe;

import io.duality.boot.Peek;

/**
 * What the JDK's blocking queues hold, read past their locks. A queue may change meanwhile: an
 * element may be missed, or one seen that was just taken.
 */
final class QueueItems {
  private static final Class<?> ARRAY = juc("ArrayBlockingQueue");
  private static final Class<?> PRIORITY = juc("PriorityBlockingQueue");
  private static final Class<?> DELAY = juc("DelayQueue");
  private static final Class<?> SCHEDULED = juc("ScheduledThreadPoolExecutor$DelayedWorkQueue");
  private static final Class<?> LINKED = juc("LinkedBlockingQueue");
  private static final Class<?> DEQUE = juc("LinkedBlockingDeque");
  private static final long ARRAY_FIRST = in("ArrayBlockingQueue", "takeIndex");
  private static final long PRIORITY_HEAP = in("PriorityBlockingQueue", "queue");
  private static final long DELAY_QUEUE = in("DelayQueue", "q");
  private static final long HEAP = Fields.of("java.util.PriorityQueue", "queue");
  private static final long SCHEDULED_HEAP =
      in("ScheduledThreadPoolExecutor$DelayedWorkQueue", "queue");
  private static final long LINKED_HEAD = in("LinkedBlockingQueue", "head");
  private static final long LINKED_NEXT = in("LinkedBlockingQueue$Node", "next");
  private static final long LINKED_ITEM = in("LinkedBlockingQueue$Node", "item");
  private static final long DEQUE_FIRST = in("LinkedBlockingDeque", "first");
  private static final long DEQUE_NEXT = in("LinkedBlockingDeque$Node", "next");
  private static final long DEQUE_ITEM = in("LinkedBlockingDeque$Node", "item");

  private QueueItems() {}

  /** Is shown the elements of a queue. */
  interface Seen {
    /**
     * @param position how many elements are in front of it, −1 when the queue keeps another order
     * @return false when no further ones are wanted
     */
    boolean item(Object item, int position);
  }

  /** The element that is taken next, as far as its class is known; or null. */
  static Object head(Object queue) {
    if (is(LINKED, queue)) {
      Object first = Peek.reference(Peek.reference(queue, LINKED_HEAD), LINKED_NEXT);
      return Peek.reference(first, LINKED_ITEM);
    }
    if (is(ARRAY, queue)) {
      return Peek.reference(queue, QueueFill.ARRAY_ITEMS) instanceof Object[] items
          ? at(items, Peek.integer(queue, ARRAY_FIRST))
          : null;
    }
    if (is(DEQUE, queue)) {
      return Peek.reference(Peek.reference(queue, DEQUE_FIRST), DEQUE_ITEM);
    }
    Object[] heap = heap(queue);
    return heap == null ? QueueFill.transferHead(queue) : at(heap, 0);
  }

  /** Shows at most so many elements. */
  static void forEach(Object queue, int most, Seen seen) {
    if (is(LINKED, queue)) {
      chain(Peek.reference(queue, LINKED_HEAD), LINKED_NEXT, LINKED_ITEM, most, seen);
    } else if (is(ARRAY, queue)) {
      if (Peek.reference(queue, QueueFill.ARRAY_ITEMS) instanceof Object[] items) {
        ring(items, Peek.integer(queue, ARRAY_FIRST), most, seen);
      }
    } else if (is(DEQUE, queue)) {
      chain(Peek.reference(queue, DEQUE_FIRST), DEQUE_NEXT, DEQUE_ITEM, most, seen);
    } else {
      Object[] heap = heap(queue);
      for (int i = 0; heap != null && i < heap.length && i < most; i++) {
        if (heap[i] != null && !seen.item(heap[i], i == 0 ? 0 : -1)) {
          return;
        }
      }
    }
  }

  /** The array of a queue that is ordered by its elements; or null. */
  static Object[] heap(Object queue) {
    Object heap =
        is(SCHEDULED, queue)
            ? Peek.reference(queue, SCHEDULED_HEAP)
            : is(PRIORITY, queue)
                ? Peek.reference(queue, PRIORITY_HEAP)
                : is(DELAY, queue)
                    ? Peek.reference(Peek.reference(queue, DELAY_QUEUE), HEAP)
                    : null;
    return heap instanceof Object[] array ? array : null;
  }

  /** Whether it is the queue of a scheduled pool, in which tasks stay until they are due. */
  static boolean isScheduled(Object queue) {
    return is(SCHEDULED, queue);
  }

  /** The elements of a ring from an index on. */
  static void ring(Object[] ring, int first, int most, Seen seen) {
    int position = 0;
    for (int i = 0; i < ring.length && i < most; i++) {
      Object item = ring[Math.floorMod(first + i, ring.length)];
      if (item != null && !seen.item(item, position++)) {
        return;
      }
    }
  }

  private static Object at(Object[] array, int index) {
    return index >= 0 && index < array.length ? array[index] : null;
  }

  private static void chain(Object from, long next, long item, int most, Seen seen) {
    int position = 0;
    Object node = from;
    for (int i = 0; node != null && i <= most; i++) {
      Object element = Peek.reference(node, item);
      if (element != null && !seen.item(element, position++)) {
        return;
      }
      Object after = Peek.reference(node, next);
      if (after == node) {
        return; // taken meanwhile: such a node points at itself
      }
      node = after;
    }
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
