package io.duality.engine.library;

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
}
