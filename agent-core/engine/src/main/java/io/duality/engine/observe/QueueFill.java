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

  private static final Class<?> TRANSFER = juc("LinkedTransferQueue");
  private static final long TRANSFERER_OF = in("SynchronousQueue", "transferer");
  private static final long TRANSFER_HEAD = in("LinkedTransferQueue", "head");
  private static final String TRANSFER_NODE =
      juc("LinkedTransferQueue$DualNode") != null
          ? "LinkedTransferQueue$DualNode"
          : "LinkedTransferQueue$Node";
  private static final long NODE_NEXT = in(TRANSFER_NODE, "next");
  private static final long NODE_ITEM = in(TRANSFER_NODE, "item");
  private static final long NODE_IS_DATA = in(TRANSFER_NODE, "isData");

  /** A transfer queue counts nothing; one with more nodes than this is not walked to its end. */
  private static final int MAX_NODES = 4096;

  private QueueFill() {}

  /** What threads wait for that wait for this queue: a part of it, or the queue itself. */
  static Object waitedFor(Object queue) {
    return is(SYNCHRONOUS, queue) ? Peek.reference(queue, TRANSFERER_OF) : queue;
  }

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
    if (is(SYNCHRONOUS, queue) || is(TRANSFERER, queue)) {
      return 0;
    }
    return is(TRANSFER, queue) ? transferDepth(queue) : NONE;
  }

  private static long transferDepth(Object queue) {
    if (NODE_NEXT == Peek.NONE || NODE_ITEM == Peek.NONE || NODE_IS_DATA == Peek.NONE) {
      return NONE;
    }
    long count = 0;
    Object node = Peek.reference(queue, TRANSFER_HEAD);
    for (int i = 0; node != null && i < MAX_NODES; i++) {
      Object item = Peek.reference(node, NODE_ITEM);
      boolean data = Peek.bool(node, NODE_IS_DATA);
      count += data && item != null && item != node ? 1 : 0; // else it is taken, or a taker
      Object next = Peek.reference(node, NODE_NEXT);
      if (next == node) {
        return NONE; // it was taken out while this walked over it
      }
      node = next;
    }
    return node == null ? count : NONE;
  }

  /** The element of a transfer queue that is taken next, or null for other queues. */
  static Object transferHead(Object queue) {
    if (!is(TRANSFER, queue) || is(TRANSFERER, queue)) {
      return null;
    }
    Object node = Peek.reference(queue, TRANSFER_HEAD);
    for (int i = 0; node != null && i < MAX_NODES; i++) {
      Object item = Peek.reference(node, NODE_ITEM);
      if (Peek.bool(node, NODE_IS_DATA) && item != null && item != node) {
        return item;
      }
      Object next = Peek.reference(node, NODE_NEXT);
      node = next == node ? null : next;
    }
    return null;
  }

  /** Whether its class is one of the JDK's that takes whatever it is given. */
  static boolean takesAll(Object queue) {
    Class<?> type = queue.getClass();
    return limit(queue) == NONE
        && (type == LINKED
            || type == DEQUE
            || type == PRIORITY
            || type == DELAY
            || type == SCHEDULED
            || type == TRANSFER);
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
