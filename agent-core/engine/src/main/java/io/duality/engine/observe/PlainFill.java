package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How much the JDK's queues hold that nobody can wait for. They count nothing: their chain is
 * walked, and no further than {@link #MOST}.
 */
final class PlainFill {
  /** A longer chain is not walked to its end: it has at least so many. */
  static final int MOST = 100_000;

  private static final String QUEUE = Fields.CONCURRENT + "ConcurrentLinkedQueue";
  private static final String DEQUE = Fields.CONCURRENT + "ConcurrentLinkedDeque";
  private static final long HEAD = Fields.of(QUEUE, "head");
  private static final long NEXT = Fields.of(QUEUE + "$Node", "next");
  private static final long ITEM = Fields.of(QUEUE + "$Node", "item");
  private static final long DEQUE_HEAD = Fields.of(DEQUE, "head");
  private static final long DEQUE_NEXT = Fields.of(DEQUE + "$Node", "next");
  private static final long DEQUE_ITEM = Fields.of(DEQUE + "$Node", "item");

  private PlainFill() {}

  /** Whether it is such a queue. */
  static boolean is(Object object) {
    return object instanceof ConcurrentLinkedQueue<?> || object instanceof ConcurrentLinkedDeque<?>;
  }

  /** How many elements it holds, at most {@link #MOST}. */
  static long depth(Object queue) {
    return queue instanceof ConcurrentLinkedQueue<?>
        ? depth(Peek.reference(queue, HEAD), NEXT, ITEM)
        : depth(Peek.reference(queue, DEQUE_HEAD), DEQUE_NEXT, DEQUE_ITEM);
  }

  private static long depth(Object from, long next, long item) {
    long count = 0;
    Object node = from;
    for (int i = 0; node != null && i < MOST; i++) {
      count += Peek.reference(node, item) == null ? 0 : 1;
      Object after = Peek.reference(node, next);
      if (after == node) {
        return count; // taken meanwhile: such a node points at itself
      }
      node = after;
    }
    return count;
  }

  /** The first element, or null. */
  static Object head(Object queue) {
    return queue instanceof ConcurrentLinkedQueue<?>
        ? head(Peek.reference(queue, HEAD), NEXT, ITEM)
        : head(Peek.reference(queue, DEQUE_HEAD), DEQUE_NEXT, DEQUE_ITEM);
  }

  private static Object head(Object from, long next, long item) {
    Object node = from;
    for (int i = 0; node != null && i < 8; i++) {
      Object found = Peek.reference(node, item);
      if (found != null) {
        return found;
      }
      Object after = Peek.reference(node, next);
      node = after == node ? null : after;
    }
    return null;
  }
}
