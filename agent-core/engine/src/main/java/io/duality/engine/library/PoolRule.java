package io.duality.engine.library;

import io.duality.model.PoolSeen;
import java.util.List;

/** How the pools of one library are found from their threads, and read. */
interface PoolRule {
  /**
   * The pool that a thread works for, or null.
   *
   * @param thread any platform thread
   * @param shape of its class
   * @param target what it was created to run, without the library's wrappers; or null
   * @param targetShape of the target's class
   */
  Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape);

  /**
   * Reads a pool that {@link #poolOf} found; null when it turns out to be none.
   *
   * @param workers its threads, at least one
   */
  LibraryPool read(Object pool, List<Thread> workers);

  /**
   * The queue in front of a pool that {@link #poolOf} found; null when it is not this rule's, or
   * has none.
   */
  Object queueOf(Object pool, Shape shape);

  /**
   * How many tasks are in a queue of {@link #queueOf}, or {@link PoolSeen#UNKNOWN} when it is one
   * of the JDK's.
   */
  default long depth(Object pool, Object queue) {
    return PoolSeen.UNKNOWN;
  }

  /** The first task of a queue of {@link #queueOf}, or null when this rule does not know it. */
  default Object head(Object queue) {
    return null;
  }
}
