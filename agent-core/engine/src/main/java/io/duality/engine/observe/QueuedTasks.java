package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/**
 * The tasks that a pool has not begun, read past the queues' locks. The queue may change meanwhile:
 * a task may be missed, or one seen that was just taken.
 */
final class QueuedTasks {
  private static final int MOST = 20_000;

  private static final Class<?> ARRAY = juc("ArrayBlockingQueue");
  private static final Class<?> PRIORITY = juc("PriorityBlockingQueue");
  private static final Class<?> SCHEDULED = juc("ScheduledThreadPoolExecutor$DelayedWorkQueue");
  private static final Class<?> LINKED = juc("LinkedBlockingQueue");
  private static final Class<?> DEQUE = juc("LinkedBlockingDeque");
  private static final long PRIORITY_HEAP = in("PriorityBlockingQueue", "queue");
  private static final long SCHEDULED_HEAP =
      in("ScheduledThreadPoolExecutor$DelayedWorkQueue", "queue");
  private static final long LINKED_HEAD = in("LinkedBlockingQueue", "head");
  private static final long LINKED_NEXT = in("LinkedBlockingQueue$Node", "next");
  private static final long LINKED_ITEM = in("LinkedBlockingQueue$Node", "item");
  private static final long DEQUE_FIRST = in("LinkedBlockingDeque", "first");
  private static final long DEQUE_NEXT = in("LinkedBlockingDeque$Node", "next");
  private static final long DEQUE_ITEM = in("LinkedBlockingDeque$Node", "item");
  private static final Class<?> SUPPLY = juc("CompletableFuture$AsyncSupply");
  private static final Class<?> RUN = juc("CompletableFuture$AsyncRun");

  private QueuedTasks() {}

  /** Shows each queued task of a pool. */
  static void forEach(Object pool, Object queue, Consumer<Object> seen) {
    if (pool instanceof ForkJoinPool) {
      if (Peek.reference(pool, Fields.FORK_JOIN_QUEUES) instanceof Object[] queues) {
        for (Object one : queues) {
          array(Peek.reference(one, Fields.FORK_JOIN_TASKS), seen);
        }
      }
    } else if (is(ARRAY, queue)) {
      array(Peek.reference(queue, QueueFill.ARRAY_ITEMS), seen);
    } else if (is(PRIORITY, queue)) {
      array(Peek.reference(queue, PRIORITY_HEAP), seen);
    } else if (is(SCHEDULED, queue)) {
      array(Peek.reference(queue, SCHEDULED_HEAP), seen);
    } else if (is(LINKED, queue)) {
      chain(Peek.reference(queue, LINKED_HEAD), LINKED_NEXT, LINKED_ITEM, seen);
    } else if (is(DEQUE, queue)) {
      chain(Peek.reference(queue, DEQUE_FIRST), DEQUE_NEXT, DEQUE_ITEM, seen);
    }
  }

  /** The CompletableFuture that a task will complete, or null for any other task. */
  static Object resultOf(Object task) {
    return task.getClass() == SUPPLY
        ? Peek.reference(task, Fields.SUPPLY_FOR)
        : task.getClass() == RUN ? Peek.reference(task, Fields.RUN_FOR) : null;
  }

  private static void array(Object array, Consumer<Object> seen) {
    if (array instanceof Object[] tasks) {
      for (int i = 0; i < tasks.length && i < MOST; i++) {
        Object task = tasks[i];
        if (task != null) {
          seen.accept(task);
        }
      }
    }
  }

  private static void chain(Object node, long next, long item, Consumer<Object> seen) {
    for (int i = 0; node != null && i < MOST; i++) {
      Object task = Peek.reference(node, item);
      if (task != null) {
        seen.accept(task);
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
